package facts

import (
	"fmt"
	"net/netip"
)

// SubnetsMost is how many subnets a VNet can have:
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-resource-manager-virtual-networking-limits
const SubnetsMost = 3000

// Subnet sizes, as prefix bits; a larger number is a smaller subnet.
const (
	// GatewaySubnetSmallest is the smallest GatewaySubnet for every
	// configuration:
	// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub
	GatewaySubnetSmallest = 27
	// WebAppSubnetSmallest and WebAppSubnetAdvised are the minimum for VNet
	// integration, and what is left room to scale; the subnet cannot be
	// resized in use:
	// https://learn.microsoft.com/azure/app-service/overview-vnet-integration#subnet-requirements
	WebAppSubnetSmallest = 28
	WebAppSubnetAdvised  = 26
	// WebAppSubnetShared is what several plans can share: same page.
	WebAppSubnetShared = 26
	// ResolverSubnetSmallest and ResolverSubnetLargest bound the subnet of a
	// DNS private resolver's endpoint:
	// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview#subnet-restrictions
	ResolverSubnetSmallest = 28
	ResolverSubnetLargest  = 24
	// VNetSmallest and VNetLargest bound a VNet's address space:
	// https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
	VNetSmallest = 29
	VNetLargest  = 8
	// ClientPoolSmallest bounds a point-to-site pool:
	// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-point-to-site-resource-manager-portal
	ClientPoolSmallest = 29
)

// ResolverKept are the networks that no subnet of a DNS private resolver's
// endpoint may touch, because the service uses them itself, 10.0.1.0 to
// 10.0.16.255:
// https://learn.microsoft.com/azure/dns/dns-private-resolver-overview#subnet-restrictions
// and, as Azure refuses it, Azure/azure-rest-api-specs#21744.
func ResolverKept() []string {
	var kept []string
	for i := 1; i <= 16; i++ {
		kept = append(kept, fmt.Sprintf("10.0.%d.0/24", i))
	}
	return kept
}

// ResolverKeeps reports whether a range touches ResolverKept.
func ResolverKeeps(p netip.Prefix) bool {
	for _, kept := range ResolverKept() {
		if p.IsValid() && p.Overlaps(netip.MustParsePrefix(kept)) {
			return true
		}
	}
	return false
}

// ReservedRanges can be in no VNet:
// https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
var ReservedRanges = []struct {
	Prefix netip.Prefix
	Why    string
}{
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local"},
	{netip.MustParsePrefix("168.63.129.16/32"), "Azure's internal DNS"},
	{netip.MustParsePrefix("255.255.255.255/32"), "broadcast"},
}

// PrivateRanges are the ranges for private networks: RFC 1918, and RFC 6598's
// shared one. Azure takes others and treats them as private, which hides
// whoever owns them on the internet.
var PrivateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"),
}

// VPNAudience is the Microsoft-registered Azure VPN Client of the public
// cloud, which needs no consent of an administrator:
// https://learn.microsoft.com/azure/vpn-gateway/point-to-site-entra-gateway
const VPNAudience = "c632b3df-fb67-4d84-bdcf-b95ad541b5c8"

// Tag limits:
// https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
// (and tag-support for the per-service exceptions). A stack's tags go on
// every resource, so the narrowest limits hold: private DNS zones take 15
// tags and no name with a space, a parenthesis or a digit first, a storage
// account takes names of 128 characters.
const (
	TagsPerResource = 15
	TagNameLongest  = 128
	TagValueLongest = 256
	TagForbidden    = `<>%&\?/`
	TagForbiddenDNS = " ()"
)

// TagReservedPrefixes may start no tag name.
var TagReservedPrefixes = []string{"microsoft", "azure", "windows"}

// Retention of a pay-as-you-go Log Analytics workspace, in days:
// https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure.
// Seven days are for the Free tier, which new workspaces do not get.
const (
	RetentionShortest = 30
	RetentionLongest  = 730
)
