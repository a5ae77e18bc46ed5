// Package conflicts finds the operations of a deployment that Azure refuses
// side by side and that nothing keeps apart.
//
// It looks at the order that the engine recorded, and not at what happened in
// one run: two resources are apart where one comes before the other over any
// number of dependencies, values and parents. Else they may overlap in some
// run, in which one of them fails, and they are a conflict, whether or not they
// overlapped in this one. Deletion goes the same order the other way, so that
// what is apart when it is made is apart when it is deleted, too.
//
// What Azure refuses is in one table, Rules, each row with its code and source.
// Not in it, because no source was found that Azure refuses them:
//   - a shared private link beside Search's own private endpoint, which
//     Microsoft's own module makes side by side
//     (Azure/bicep-registry-modules, avm/res/search/search-service);
//   - the VPN gateway, the DNS resolver, an app's VNet integration and private
//     endpoints, each in a subnet of its own of one VNet;
//   - the private endpoint of an Azure Monitor private link scope beside what is
//     put into the scope;
//   - the backends, named values and loggers of an API Management service, which
//     are entities of their own, and two of its APIs, of which none shares a tag
//     in its document with another (hashicorp/terraform-provider-azurerm#8579);
//   - role assignments, zone groups, zone links and the settings of one app.
package conflicts
