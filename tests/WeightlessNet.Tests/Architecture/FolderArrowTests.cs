using System.Reflection;

namespace WeightlessNet.Tests.Architecture;

/// <summary>The folders of the library use each other only as docs/architecture.md says, so that there is no circle.</summary>
public sealed class FolderArrowTests
{
    private static readonly string[] Models = ["Bits", "Storage", "Encoders", "Nodes", "Discriminators"];

    private static readonly string[] Contracts = ["Bits", "Storage", "Encoders", "Recommenders.Controls", "Recommenders"];

    private static readonly string[] Shared = [.. Models, .. Contracts, "StateMachines", "Recommenders.Ratings", "Recommenders.Crowd"];

    private static readonly string[] Families =
    [
        "Recommenders.Baselines", "Recommenders.Collaborative", "Recommenders.WeightedNetworks", "Recommenders.StateMachines",
        "Recommenders.Weightless",
    ];

    // Each folder, and the folders that it may use. A folder may use only folders above its own line.
    private static readonly (string Folder, string[] MayUse)[] Rooms =
    [
        ("Bits", []),
        ("Storage", ["Bits"]),
        ("Encoders", ["Bits", "Storage"]),
        ("Nodes", ["Bits", "Storage", "Encoders"]),
        ("Discriminators", ["Bits", "Storage", "Encoders", "Nodes"]),
        ("SourceCode", ["Bits", "Encoders", "Discriminators"]),
        ("Models", [.. Models, "SourceCode"]),
        ("LookupNetworks", [.. Models, "SourceCode", "Models"]),
        ("StateMachines", [.. Models, "Models"]),
        ("Recommenders.Controls", ["Bits", "Storage"]),
        ("Recommenders", ["Bits", "Storage", "Encoders", "Recommenders.Controls"]),
        ("Recommenders.Ratings", Contracts),
        ("Recommenders.Crowd", [.. Contracts, "Recommenders.Ratings"]),
        .. Families.Select(family => (family, Shared)),
        ("Recommenders.Hybrid", [.. Shared, .. Families]),
        ("Recommenders.Context", [.. Shared, "Recommenders.Collaborative", "Recommenders.Weightless", "Recommenders.Hybrid"]),
        ("Recommenders.Tuning", [.. Shared, "Recommenders.Hybrid"]),
        ("Serving", [.. Shared, .. Families, "Recommenders.Hybrid", "Recommenders.Context", "Recommenders.Tuning"]),
        ("DependencyInjection", [.. Shared, .. Families, "Recommenders.Hybrid", "Recommenders.Tuning", "Serving"]),
    ];

    private static readonly Lazy<IReadOnlyList<(string From, string To, string Place)>> Arrows = new(() => FolderArrows.In(Sources()));

    [Fact]
    public void Every_folder_uses_only_the_folders_that_it_may()
    {
        Dictionary<string, string[]> mayUse = Rooms.ToDictionary(room => room.Folder, room => room.MayUse);
        Assert.Empty(Arrows.Value
            .Where(arrow => !mayUse.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
            .Select(arrow => $"{arrow.From} uses {arrow.To}: {arrow.Place}"));
    }

    [Fact]
    public void The_rooms_are_all_folders_there_are()
    {
        IEnumerable<string> folders = Arrows.Value
            .SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Rooms.Select(room => room.Folder).Order(StringComparer.Ordinal), folders);
    }

    [Fact]
    public void A_folder_may_use_only_folders_listed_before_it()
    {
        List<string> before = [];
        foreach ((string folder, string[] mayUse) in Rooms)
        {
            Assert.Empty(mayUse.Except(before));
            before.Add(folder);
        }
    }

    [Fact]
    public void An_arrow_is_found_in_a_signature_a_body_a_base_and_an_extension_but_not_in_a_comment_or_using()
    {
        IReadOnlyList<(string From, string To, string Place)> arrows = FolderArrows.In(new Dictionary<string, string>
        {
            ["Cell.cs"] = "namespace WeightlessNet.Nodes; public class Cell { public static int Count; }",
            ["Deep.cs"] = "namespace WeightlessNet.Nodes.Internals; public class Deep;",
            ["Signature.cs"] = "using WeightlessNet.Nodes; namespace WeightlessNet.A; class Signature { Cell Get() => null!; }",
            ["Body.cs"] = "using WeightlessNet.Nodes; namespace WeightlessNet.B; class Body { int Get() => Cell.Count; }",
            ["Base.cs"] = "namespace WeightlessNet.C; class Base : Nodes.Internals.Deep;",
            ["Unused.cs"] = "using WeightlessNet.Nodes; namespace WeightlessNet.E; class Unused;",
            ["Extension.cs"] = "namespace WeightlessNet.Far { public static class Extension { public static void Go(this string s) { } } }",
            ["Caller.cs"] = "using WeightlessNet.Far; namespace WeightlessNet.F; class Caller { void Call() => \"\".Go(); }",
            ["Comment.cs"] = "namespace WeightlessNet.D; /// <see cref=\"Nodes.Cell\"/>\n class Comment;",
        });
        Assert.Equal(
            [("A", "Nodes"), ("B", "Nodes"), ("C", "Nodes"), ("F", "Far")],
            arrows.Select(arrow => (arrow.From, arrow.To)).Order());
    }

    [Fact]
    public void The_contracts_room_and_every_file_stay_small()
    {
        Dictionary<string, string> sources = Sources();
        string contracts = Path.Combine(SourceFolder, "Recommenders");
        Assert.InRange(sources.Keys.Count(path => Path.GetDirectoryName(path) == contracts), 1, 26);
        Assert.Empty(sources.Where(source => source.Value.AsSpan().Count('\n') > 400).Select(source => source.Key));
    }

    private static string SourceFolder => typeof(FolderArrowTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SourceFolder").Value!;

    private static Dictionary<string, string> Sources() => Directory
        .EnumerateFiles(SourceFolder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToDictionary(path => path, File.ReadAllText);
}
