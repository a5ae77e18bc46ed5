package facts

// Models is the life cycle of Azure OpenAI's models as of ModelsAsOf.
//
// Sources: the retirement schedule and the region matrix of
// MicrosoftDocs/azure-ai-docs (2026-07-07 and 2026-06-11), the matrix of
// eastus2 (2026-09-03), the Models API in swedencentral (2026-09-11), and
// price tables up to 2026-10 for the gpt-6 rows. Status and date are what the
// newest of them says; Verdict is our judgement from all of them.
var Models = []Model{
	// name, version, format, use, status, retires, swedencentral, eastus2, new, note
	{"gpt-6-astra", "2026-09-03", "OpenAI", UseChat, StatusUnknown, "", "G", "GDgd", Yes, ""},
	{"gpt-6-sol", "2026-09-22", "OpenAI", UseChat, StatusUnknown, "", "", "", Likely, ""},
	{"gpt-6-luna", "2026-09-22", "OpenAI", UseChat, StatusUnknown, "", "", "", Likely, "one tester saw HTTP 500 on Responses"},
	{"gpt-6.1-sol", "2026-09-29", "OpenAI", UseChat, StatusUnknown, "", "", "", Likely, "seen in Azure price data only"},
	{"gpt-5.6-sol", "2026-07-09", "OpenAI", UseChat, StatusGA, "2028-01-11", "GDgd", "GDd", Yes, ""},
	{"gpt-5.6-terra", "2026-07-09", "OpenAI", UseChat, StatusGA, "2028-01-11", "GDgd", "GDgd", Yes, ""},
	{"gpt-5.6-luna", "2026-07-09", "OpenAI", UseChat, StatusGA, "2028-01-11", "GDg", "GDgdp", Yes, ""},
	{"gpt-5.5", "2026-04-24", "OpenAI", UseChat, StatusGA, "2027-04-23", "GD", "GDgd", Yes, ""},
	{"gpt-5.4", "2026-03-05", "OpenAI", UseChat, StatusGA, "2027-03-05", "GD", "GDgd", Yes, "needed a registration when it was launched"},
	{"gpt-5.4-pro", "2026-03-05", "OpenAI", UseResponses, StatusGA, "2027-03-06", "G", "G", Yes, "needed a registration when it was launched"},
	{"gpt-5.4-mini", "2026-03-17", "OpenAI", UseChat, StatusGA, "2027-03-18", "G", "GDgd", Yes, "no EU data zone in the published matrix"},
	{"gpt-5.4-nano", "2026-03-17", "OpenAI", UseChat, StatusGA, "2027-03-18", "G", "GD", Yes, ""},
	{"gpt-5.3-codex", "2026-02-24", "OpenAI", UseResponses, StatusGA, "2027-02-25", "G", "GDg", Yes, "needed a registration when it was launched"},
	{"gpt-5.2", "2025-12-11", "OpenAI", UseChat, StatusGA, "2026-12-12", "G", "GDgd", No, "needed a registration when it was launched"},
	{"gpt-5.2-codex", "2026-01-14", "OpenAI", UseResponses, StatusGA, "2027-01-14", "G", "Gg", No, "needed a registration when it was launched"},
	{"gpt-5.1", "2025-11-13", "OpenAI", UseChat, StatusGA, "2027-05-15", "GDS", "GDSgdp", Doubtful, ""},
	{"gpt-5.1-codex", "2025-11-13", "OpenAI", UseResponses, StatusGA, "2027-05-15", "G", "Gg", Doubtful, ""},
	{"gpt-5.1-codex-mini", "2025-11-13", "OpenAI", UseResponses, StatusGA, "2027-05-15", "G", "G", Doubtful, ""},
	{"gpt-5.1-codex-max", "2025-12-04", "OpenAI", UseResponses, StatusGA, "2026-12-05", "G", "G", No, ""},
	{"gpt-5", "2025-08-07", "OpenAI", UseChat, StatusGA, "2027-02-06", "GD", "GDgdp", Doubtful, ""},
	{"gpt-5-mini", "2025-08-07", "OpenAI", UseChat, StatusGA, "2027-02-06", "GDgdp", "GDgdp", Doubtful, ""},
	{"gpt-5-nano", "2025-08-07", "OpenAI", UseChat, StatusGA, "2027-02-06", "GD", "GDgd", Doubtful, ""},
	{"gpt-5-pro", "2025-10-06", "OpenAI", UseResponses, StatusGA, "2027-04-07", "G", "G", Doubtful, ""},
	{"gpt-5-codex", "2025-09-15", "OpenAI", UseResponses, StatusGA, "2027-03-17", "G", "G", Doubtful, ""},
	{"gpt-chat-latest", "2026-08-06", "OpenAI", UseChat, StatusPreview, "", "G", "G", No, "a preview alias that moves from model to model"},
	{"gpt-5-chat", "", "OpenAI", UseChat, StatusRetired, "2026-06-29", "-", "-", No, ""},
	{"gpt-5.1-chat", "", "OpenAI", UseChat, StatusRetired, "2026-06-29", "-", "-", No, ""},
	{"gpt-5.2-chat", "", "OpenAI", UseChat, StatusRetired, "2026-06-29", "-", "-", No, ""},
	{"gpt-5.3-chat", "", "OpenAI", UseChat, StatusRetired, "2026-06-29", "-", "-", No, ""},
	{"gpt-4.1", "2025-04-14", "OpenAI", UseChat, StatusDeprecated, "2026-10-14", "GDS", "GDSgdp", No, ""},
	{"gpt-4.1-mini", "2025-04-14", "OpenAI", UseChat, StatusDeprecated, "2026-10-14", "GDS", "GDSgdp", No, ""},
	{"gpt-4.1-nano", "2025-04-14", "OpenAI", UseChat, StatusDeprecated, "2026-10-14", "GD", "GDgdp", No, ""},
	{"gpt-4o", "2024-05-13", "OpenAI", UseChat, StatusDeprecated, "2026-10-01", "GDS", "GDSgdp", No, ""},
	{"gpt-4o", "2024-08-06", "OpenAI", UseChat, StatusDeprecated, "2026-10-01", "GDS", "GDSgdp", No, ""},
	{"gpt-4o", "2024-11-20", "OpenAI", UseChat, StatusDeprecated, "2026-10-01", "GDS", "GDSgdp", No, ""},
	{"gpt-4o-mini", "2024-07-18", "OpenAI", UseChat, StatusDeprecated, "2026-10-01", "GDSgdp", "GDSgdp", No, ""},
	{"o4-mini", "2025-04-16", "OpenAI", UseReasoning, StatusDeprecated, "2026-10-16", "GDS", "GDSgdp", No, ""},
	{"o3", "2025-04-16", "OpenAI", UseReasoning, StatusGA, "2026-10-16", "GD", "GDgdp", No, ""},
	{"o3-pro", "2025-06-10", "OpenAI", UseReasoning, StatusGA, "2026-12-10", "G", "G", No, ""},
	{"o3-mini", "2025-01-31", "OpenAI", UseReasoning, StatusDeprecated, "2026-10-01", "GD", "GDgdp", No, ""},
	{"o1", "2024-12-17", "OpenAI", UseReasoning, StatusDeprecated, "2026-09-16", "GDS", "GDSgd", No, ""},
	{"o3-deep-research", "2025-06-26", "OpenAI", UseReasoning, StatusGA, "2026-12-26", "-", "-", No, "offered in norwayeast and westus only"},
	{"model-router", "2025-11-18", "OpenAI", UseRouter, StatusGA, "2027-05-20", "GD", "GD", Yes, "sources differ on the format (OpenAI or Microsoft)"},
	{"gpt-oss-120b", "1", "OpenAI-OSS", UseChat, StatusGA, "", "", "", Yes, "sources differ on version and format: read them from the catalog"},
	{"gpt-oss-20b", "11", "OpenAI-OSS", UseChat, StatusGA, "", "", "", Doubtful, "listed with managed compute"},
	{"text-embedding-3-large", "1", "OpenAI", UseEmbedding, StatusGA, "2027-04-15", "GDS", "GDS", Yes, ""},
	{"text-embedding-3-small", "1", "OpenAI", UseEmbedding, StatusGA, "2027-04-15", "GD", "GDS", Yes, ""},
	{"text-embedding-ada-002", "2", "OpenAI", UseEmbedding, StatusGA, "2027-04-15", "GDS", "GDS", Yes, ""},
	{"text-embedding-ada-002", "1", "OpenAI", UseEmbedding, StatusGA, "2027-04-15", "-", "-", No, "Standard in eastus and southcentralus only"},
}
