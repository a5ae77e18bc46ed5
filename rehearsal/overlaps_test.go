package rehearsal

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	orderGroup = "/subscriptions/00000000-aaaa-0000-0000-00000000face/resourceGroups/rg/providers"
	orderVNet  = orderGroup + "/Microsoft.Network/virtualNetworks/vnet"
)

// crowd registers resources that Azure refuses side by side, two for each
// rule. Apart, the second of each waits for the first.
type crowd struct {
	ctx   *pulumi.Context
	apart bool
	err   error
}

// add registers a resource below the group, after some others.
func (c *crowd) add(token, name string, inputs pulumi.Map, after ...pulumi.Resource) *thing {
	made := &thing{}
	if token != "resources:ResourceGroup" {
		inputs["resourceGroupName"] = pulumi.String("rg")
	}
	c.err = errors.Join(c.err, c.ctx.RegisterResource("azure-native:"+token, name, inputs, made, pulumi.DependsOn(after)))
	return made
}

// pair registers two resources; the first is by itself what the second needs.
func (c *crowd) pair(first *thing, second func(after ...pulumi.Resource) *thing, needs ...pulumi.Resource) {
	if c.apart {
		needs = append(needs, first)
	}
	second(needs...)
}

func (c *crowd) account(name string, group pulumi.Resource) *thing {
	return c.add("cognitiveservices/v20241001:Account", name, pulumi.Map{
		"accountName": pulumi.String(name + "-oai"), "location": pulumi.String("swedencentral"), "kind": pulumi.String("OpenAI"),
		"sku": pulumi.StringMap{"name": pulumi.String("S0")}, "properties": pulumi.Map{"customSubDomainName": pulumi.String(name + "-oai")},
	}, group)
}

func (c *crowd) store(name string, group pulumi.Resource) *thing {
	return c.add("storage/v20240101:StorageAccount", name, pulumi.Map{
		"accountName": pulumi.String(name + "storeoforder"), "location": pulumi.String("swedencentral"),
		"kind": pulumi.String("StorageV2"), "sku": pulumi.StringMap{"name": pulumi.String("Standard_LRS")},
	}, group)
}

func (c *crowd) search(name string, group pulumi.Resource) *thing {
	return c.add("search/v20240601preview:Service", name, pulumi.Map{
		"searchServiceName": pulumi.String(name + "-search-of-order"), "location": pulumi.String("swedencentral"),
		"sku": pulumi.StringMap{"name": pulumi.String("standard")},
	}, group)
}

func (c *crowd) model(account, name string, after ...pulumi.Resource) *thing {
	return c.add("cognitiveservices/v20241001:Deployment", name, pulumi.Map{
		"accountName": pulumi.String(account + "-oai"), "deploymentName": pulumi.String(name),
		"sku": pulumi.Map{"name": pulumi.String("GlobalStandard"), "capacity": pulumi.Int(1)},
		"properties": pulumi.Map{"model": pulumi.StringMap{
			"format": pulumi.String("OpenAI"), "name": pulumi.String("text-embedding-3-large"), "version": pulumi.String("1"),
		}},
	}, after...)
}

func (c *crowd) endpoint(name, subnet string, target *thing, group string, after ...pulumi.Resource) *thing {
	return c.add("network/v20240501:PrivateEndpoint", name, pulumi.Map{
		"privateEndpointName": pulumi.String(name), "location": pulumi.String("swedencentral"),
		"subnet": pulumi.StringMap{"id": pulumi.String(orderVNet + "/subnets/" + subnet)},
		"privateLinkServiceConnections": pulumi.Array{pulumi.Map{
			"name": pulumi.String(name), "privateLinkServiceId": target.ID(), "groupIds": pulumi.StringArray{pulumi.String(group)},
		}},
	}, after...)
}

func (c *crowd) link(name, service string, target *thing, group string, after ...pulumi.Resource) *thing {
	return c.add("search/v20240601preview:SharedPrivateLinkResource", name, pulumi.Map{
		"searchServiceName": pulumi.String(service + "-search-of-order"), "sharedPrivateLinkResourceName": pulumi.String(name),
		"properties": pulumi.Map{
			"groupId": pulumi.String(group), "privateLinkResourceId": target.ID(), "requestMessage": pulumi.String(name),
		},
	}, after...)
}

// register registers the whole crowd.
func (c *crowd) register() error {
	group := c.add("resources:ResourceGroup", "group", pulumi.Map{
		"resourceGroupName": pulumi.String("rg"), "location": pulumi.String("swedencentral"),
	})
	var subnets pulumi.Array
	for i := range 5 {
		subnets = append(subnets, pulumi.Map{
			"name": pulumi.String(fmt.Sprintf("s%d", i)), "addressPrefix": pulumi.String(fmt.Sprintf("10.0.%d.0/24", i)),
		})
	}
	vnet := c.add("network/v20240501:VirtualNetwork", "vnet", pulumi.Map{
		"virtualNetworkName": pulumi.String("vnet"), "location": pulumi.String("swedencentral"), "subnets": subnets,
		"addressSpace": pulumi.Map{"addressPrefixes": pulumi.StringArray{pulumi.String("10.0.0.0/16")}},
	}, group)

	a := c.account("a", group)
	c.pair(c.model("a", "model-1", a), func(after ...pulumi.Resource) *thing { return c.model("a", "model-2", after...) }, a)

	b := c.account("b", group)
	c.pair(c.model("b", "model-3", b), func(after ...pulumi.Resource) *thing { return c.endpoint("endpoint-3", "s0", b, "account", after...) }, vnet)

	d, first := c.account("d", group), c.search("first", group)
	c.pair(c.endpoint("endpoint-4", "s1", d, "account", vnet), func(after ...pulumi.Resource) *thing {
		return c.link("link-4", "first", d, "openai_account", after...)
	}, first)

	one := c.store("one", group)
	c.pair(c.endpoint("endpoint-5", "s2", one, "blob", vnet), func(after ...pulumi.Resource) *thing {
		return c.endpoint("endpoint-6", "s3", one, "file", after...)
	}, vnet)

	c.pair(c.endpoint("endpoint-7", "s4", c.store("two", group), "blob", vnet), func(after ...pulumi.Resource) *thing {
		return c.endpoint("endpoint-8", "s4", first, "searchService", after...)
	}, vnet)

	e, second := c.account("e", group), c.search("second", group)
	c.pair(c.link("link-6", "second", c.store("three", group), "blob", second), func(after ...pulumi.Resource) *thing {
		return c.link("link-7", "second", e, "openai_account", after...)
	}, second)
	if c.err != nil {
		return c.err
	}
	return c.approve(group)
}

// approve makes a link and approves its connection, whose name Azure makes up.
// The program waits for the link by itself, which the engine does not record.
func (c *crowd) approve(group *thing) error {
	account, third := c.account("f", group), c.search("third", group)
	link, there := c.link("link-9", "third", account, "openai_account", third), make(chan bool)
	link.ID().ApplyT(func(id pulumi.ID) pulumi.ID {
		close(there)
		return id
	})
	select {
	case <-there:
	case <-time.After(time.Minute):
		return errors.New("the link never came")
	}
	arguments := struct {
		Account string `pulumi:"accountName"`
		Group   string `pulumi:"resourceGroupName"`
	}{"f-oai", "rg"}
	var found struct {
		Properties struct {
			Connections []struct {
				Name string `pulumi:"name"`
			} `pulumi:"privateEndpointConnections"`
		} `pulumi:"properties"`
	}
	if err := c.ctx.Invoke("azure-native:cognitiveservices/v20241001:getAccount", &arguments, &found); err != nil {
		return err
	}
	if len(found.Properties.Connections) != 1 {
		return fmt.Errorf("%d connections", len(found.Properties.Connections))
	}
	c.pair(link, func(after ...pulumi.Resource) *thing {
		return c.add("resources:Deployment", "approval-9", pulumi.Map{
			"deploymentName": pulumi.String("approval"),
			"properties": pulumi.Map{"mode": pulumi.String("Incremental"), "template": pulumi.Map{
				"$schema":        pulumi.String("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"),
				"contentVersion": pulumi.String("1.0.0.0"),
				"resources": pulumi.Array{pulumi.Map{
					"type": pulumi.String("Microsoft.CognitiveServices/accounts/privateEndpointConnections"), "apiVersion": pulumi.String("2024-10-01"),
					"name": pulumi.String("f-oai/" + found.Properties.Connections[0].Name),
					"properties": pulumi.Map{"privateLinkServiceConnectionState": pulumi.StringMap{
						"status": pulumi.String("Approved"), "description": pulumi.String("yes"),
					}},
				}},
			}},
		}, after...)
	}, group)
	return c.err
}

// subnets registers two subnets of one VNet, each a resource of its own.
func (c *crowd) subnets() error {
	group := c.add("resources:ResourceGroup", "group", pulumi.Map{
		"resourceGroupName": pulumi.String("rg"), "location": pulumi.String("swedencentral"),
	})
	vnet := c.add("network/v20240501:VirtualNetwork", "vnet", pulumi.Map{
		"virtualNetworkName": pulumi.String("vnet"), "location": pulumi.String("swedencentral"),
		"addressSpace": pulumi.Map{"addressPrefixes": pulumi.StringArray{pulumi.String("10.0.0.0/16")}},
	}, group)
	subnet := func(name, prefix string, after ...pulumi.Resource) *thing {
		return c.add("network/v20240501:Subnet", name, pulumi.Map{
			"virtualNetworkName": pulumi.String("vnet"), "subnetName": pulumi.String(name), "addressPrefix": pulumi.String(prefix),
		}, after...)
	}
	c.pair(subnet("one", "10.0.1.0/24", vnet), func(after ...pulumi.Resource) *thing { return subnet("two", "10.0.2.0/24", after...) }, vnet)
	return c.err
}

// TestOverlapsThatAzureRefuses runs two of each side by side, through the real
// engine and the stand-in: everything comes into being, and the up fails all
// the same.
func TestOverlapsThatAzureRefuses(t *testing.T) {
	t.Parallel()
	for _, apart := range []bool{true, false} {
		t.Run(fmt.Sprintf("apart %t", apart), func(t *testing.T) {
			t.Parallel()
			report, out, err := run(t, &fakeCloud{}, "", func(o *Options) {
				o.open, o.Only = openAnew, OnlyUp
				o.Program = func(ctx *pulumi.Context) error { return (&crowd{ctx: ctx, apart: apart}).register() }
			})
			require.NoError(t, err)
			require.Len(t, report.Operations, 1)
			up := report.Operations[0]
			details := strings.Join(up.Details, "\n")
			require.Len(t, report.Timelines, 1)
			if apart {
				require.True(t, up.Held, details)
				require.Equal(t, "created", up.Verdict)
				return
			}
			require.False(t, report.Held())
			require.Equal(t, "7 overlaps that Azure refuses", up.Verdict, details)
			require.Contains(t, out, "NOT OK: 7 overlaps that Azure refuses")
			told := strings.Join(strings.Fields(out), " ")
			for pair, code := range map[string]string{
				"model-1 and model-2: neither waits":       "RequestConflict",
				"model-3 and endpoint-3: neither waits":    "AccountProvisioningStateInvalid",
				"endpoint-4 and link-4: neither waits":     "AccountProvisioningStateInvalid",
				"endpoint-5 and endpoint-6: neither waits": "StorageAccountOperationInProgress",
				"endpoint-7 and endpoint-8: neither waits": "ReferencedResourceNotProvisioned",
				"link-6 and link-7, too: Conflict":         "",
				"link-9 and approval-9, too: ResourceNot":  "",
				"add pulumi.DependsOn with model-1 to its": "",
				"issues/31712": "",
				"Account .../Microsoft.CognitiveServices/ac": "",
			} {
				_, after, found := strings.Cut(told, pair)
				assert.True(t, found, "%q in:\n%s", pair, details)
				if code != "" {
					assert.Regexp(t, `^ for the other, so in some run they overlap\. Azure then answers `+code+`: `, after)
				}
			}
			_, table, _ := strings.Cut(out, "stack  operation")
			for line := range strings.Lines(table) {
				assert.LessOrEqual(t, len(line), 81, line)
			}
		})
	}
}

// TestSubnetsOfTheirOwn overlap, too.
func TestSubnetsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, apart := range []bool{true, false} {
		t.Run(fmt.Sprintf("apart %t", apart), func(t *testing.T) {
			t.Parallel()
			report, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
				o.open, o.Only = openAnew, OnlyUp
				o.Program = func(ctx *pulumi.Context) error { return (&crowd{ctx: ctx, apart: apart}).subnets() }
			})
			require.NoError(t, err)
			require.Len(t, report.Operations, 1)
			require.Equal(t, apart, report.Held())
			if !apart {
				require.Contains(t, strings.Join(report.Operations[0].Details, "\n"), "AnotherOperationInProgress")
			}
		})
	}
}

// api registers a gateway with an API that has two operations written side by
// side, and so has its product.
func (c *crowd) api() error {
	in := func(more pulumi.Map) pulumi.Map {
		more["serviceName"] = pulumi.String("apim-of-order")
		return more
	}
	group := c.add("resources:ResourceGroup", "group", pulumi.Map{
		"resourceGroupName": pulumi.String("rg"), "location": pulumi.String("swedencentral"),
	})
	service := c.add("apimanagement/v20240501:ApiManagementService", "service", in(pulumi.Map{
		"location": pulumi.String("swedencentral"), "sku": pulumi.Map{"name": pulumi.String("StandardV2"), "capacity": pulumi.Int(1)},
		"publisherName": pulumi.String("Contoso"), "publisherEmail": pulumi.String("apis@example.com"),
	}), group)
	logger := c.add("apimanagement/v20240501:Logger", "logger", in(pulumi.Map{
		"loggerId": pulumi.String("insights"), "loggerType": pulumi.String("applicationInsights"),
		"credentials": pulumi.StringMap{"connectionString": pulumi.String("InstrumentationKey=00000000-0000-0000-0000-000000000001")},
	}), service)
	api := c.add("apimanagement/v20240501:Api", "api", in(pulumi.Map{
		"apiId": pulumi.String("echo"), "displayName": pulumi.String("Echo"), "path": pulumi.String("echo"),
	}), service)
	policy := c.add("apimanagement/v20240501:ApiPolicy", "policy", in(pulumi.Map{
		"apiId": pulumi.String("echo"), "policyId": pulumi.String("policy"), "format": pulumi.String("xml"),
		"value": pulumi.String("<policies><inbound><base /></inbound></policies>"),
	}), api)
	c.pair(policy, func(after ...pulumi.Resource) *thing {
		return c.add("apimanagement/v20240501:ApiDiagnostic", "diagnostic", in(pulumi.Map{
			"apiId": pulumi.String("echo"), "diagnosticId": pulumi.String("applicationinsights"), "loggerId": logger.ID(),
		}), after...)
	}, api)
	product := c.add("apimanagement/v20240501:Product", "product", in(pulumi.Map{
		"productId": pulumi.String("echo"), "displayName": pulumi.String("Echo"),
	}), service)
	subscription := func(name string, after ...pulumi.Resource) *thing {
		return c.add("apimanagement/v20240501:Subscription", name, in(pulumi.Map{
			"sid": pulumi.String(name), "displayName": pulumi.String(name), "scope": product.ID(),
		}), after...)
	}
	c.pair(subscription("team-1"), func(after ...pulumi.Resource) *thing { return subscription("team-2", after...) })
	return c.err
}

// TestPartsOfOneAPI overlap, and so do the subscriptions of one product.
func TestPartsOfOneAPI(t *testing.T) {
	t.Parallel()
	for _, apart := range []bool{true, false} {
		t.Run(fmt.Sprintf("apart %t", apart), func(t *testing.T) {
			t.Parallel()
			report, _, err := run(t, &fakeCloud{}, "", func(o *Options) {
				o.open, o.Only = openAnew, OnlyUp
				o.Program = func(ctx *pulumi.Context) error { return (&crowd{ctx: ctx, apart: apart}).api() }
			})
			require.NoError(t, err)
			require.Len(t, report.Operations, 1)
			told := strings.Join(strings.Fields(strings.Join(report.Operations[0].Details, "\n")), " ")
			require.Equal(t, apart, report.Held(), told)
			if apart {
				return
			}
			require.Equal(t, "2 overlaps that Azure refuses", report.Operations[0].Verdict, told)
			require.Contains(t, told, "diagnostic and policy: neither waits for the other, so in some run they overlap. "+
				"Azure then answers PessimisticConcurrencyConflict: Operation on the API is in progress")
			require.Contains(t, told, "team-1 and team-2: neither waits for the other, so in some run they overlap. Azure then answers PreconditionFailed: ")
		})
	}
}

// TestOverlapsAddToWhatIsWrongAlready loses nothing that was found before.
func TestOverlapsAddToWhatIsWrongAlready(t *testing.T) {
	after := state{Exported: []byte(`{"deployment": {"resources": [` +
		`{"urn": "urn:pulumi:dev::p::t::a", "type": "azure-native:network:Subnet", "custom": true, "id": "/v/subnets/a"},` +
		`{"urn": "urn:pulumi:dev::p::t::b", "type": "azure-native:network:Subnet", "custom": true, "id": "/v/subnets/b"}]}}`)}
	up := Operation{Held: true, Verdict: "created"}
	up.fail("a secret is in plain text", "here")
	require.NoError(t, up.refuseOverlaps(after))
	require.Equal(t, "a secret is in plain text; 1 overlap that Azure refuses", up.Verdict)
	require.Len(t, up.Details, 2)
	require.Equal(t, "here", up.Details[0])
	require.ErrorContains(t, up.refuseOverlaps(state{}), "looking for operations that overlap: reading the deployment")

	fine := Operation{Held: true, Verdict: "created"}
	require.NoError(t, fine.refuseOverlaps(state{Exported: []byte(`{"deployment": {}}`)}))
	require.True(t, fine.Held)
}
