package requirements

import "slices"

// breaches are what must be noticed, by area.
func breaches() []breach {
	return slices.Concat(
		breachesOfNetwork(),
		breachesOfOpenAI(),
		breachesOfSearch(),
		breachesOfStorage(),
		breachesOfLinks(),
		breachesOfRoles(),
		breachesOfClients(),
		breachesOfWebApp(),
		breachesOfSettings(),
		breachesFurther(),
		breachesOfGateway(),
		breachesOfGatewayNetwork(),
		breachesOfAPIs(),
		breachesOfPolicies(),
		breachesOfGatewayParts(),
		breachesOfBackend(),
		breachesOfTelemetry(),
		breachesBesideGateway(),
		breachesUndone(),
		breachesOfSilence(),
	)
}
