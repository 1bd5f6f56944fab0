namespace MovieLensSample;

/// <summary>The names of the protocols on the command line and in reports.</summary>
internal static class ProtocolNames
{
    private static readonly (string Name, ProtocolChoice Protocol)[] Names =
    [
        ("all", ProtocolChoice.All),
        ("kfold", ProtocolChoice.KFold),
        ("prequential", ProtocolChoice.Prequential),
        ("paper", ProtocolChoice.Paper),
        ("ranking", ProtocolChoice.Ranking),
        ("cold-start", ProtocolChoice.ColdStart),
        ("taste-change", ProtocolChoice.TasteChange),
        ("holdout", ProtocolChoice.HoldOut),
        ("activity", ProtocolChoice.Activity),
    ];

    public static string[] All => [.. Names.Select(entry => entry.Name)];

    public static string Of(ProtocolChoice protocol) => Names.Single(entry => entry.Protocol == protocol).Name;

    /// <summary>The protocols with these names.</summary>
    public static ProtocolChoice Parse(IEnumerable<string> names) =>
        names.Aggregate(default(ProtocolChoice), (chosen, name) => chosen | Names.Single(entry => entry.Name == name).Protocol);
}
