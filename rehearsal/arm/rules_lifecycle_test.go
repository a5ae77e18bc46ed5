package arm_test

// chatSKU is a deployment of a model with a SKU.
func chatSKU(name, version, sku string) m {
	return with(chatInputs(name, version), m{"sku": m{"name": sku, "capacity": 10}})
}

var models = []rule{
	{
		name:    "a model takes deployments until its day",
		good:    create(model, chatInputs("gpt-5.6-terra", "2026-07-09")),
		bad:     create(model, chatInputs("gpt-4o-mini", "2024-07-18")),
		code:    "ServiceModelDeprecated",
		message: "The model 'Format:OpenAI,Name:gpt-4o-mini,Version:2024-07-18' has been deprecated since 10/01/2026 00:00:00.",
	},
	{
		name:    "a SKU is one that models have",
		good:    create(model, chatSKU("gpt-5.6-terra", "2026-07-09", "DataZoneStandard")),
		bad:     create(model, chatSKU("gpt-5.6-terra", "2026-07-09", "Premium")),
		code:    "InvalidResourceProperties",
		message: "The specified SKU 'Premium' of account deployment is not supported by the model 'gpt-5.6-terra' version: '2026-07-09'.",
	},
	{
		name:    "a region offers a model with some SKUs",
		good:    create(model, chatSKU("text-embedding-3-small", "1", "GlobalStandard")),
		bad:     create(model, chatSKU("text-embedding-3-small", "1", "Standard")),
		code:    "InvalidResourceProperties",
		message: "The specified SKU 'Standard' for model 'text-embedding-3-small 1' is not supported in this region 'swedencentral'.",
	},
}
