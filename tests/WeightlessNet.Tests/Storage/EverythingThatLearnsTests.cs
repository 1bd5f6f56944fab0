using System.Reflection;
using System.Text.RegularExpressions;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Every public type that learns can be stored.</summary>
public sealed partial class EverythingThatLearnsTests
{
    // Types that learn and have no snapshot of their own, and the kinds that hold what they learn.
    private static readonly Dictionary<Type, SnapshotKind[]> StoredOtherwise = new()
    {
        // A folder, whose checkpoints have this kind.
        [typeof(Recommender<,>)] = [SnapshotKind.RecommenderCheckpoint],
        // Its ratings, and the crowd that it was created from.
        [typeof(PersonalModel)] = [SnapshotKind.PersonalRatings, SnapshotKind.CrowdModel],
        // A factory: `Fit` returns the model, which is a part of the snapshots of hybrids and crowds.
        [typeof(CentralModel)] = [SnapshotKind.HybridRecommender, SnapshotKind.CrowdModel],
        // A factory: `Fit` returns the schema.
        [typeof(FeatureSchemaBuilder<>)] = [SnapshotKind.FeatureSchema],
        // Base class of decorators, which hold nothing but the inner recommender.
        [typeof(DelegatingRecommender)] = [],
    };

    private static readonly Type[] Learning =
    [
        .. typeof(ISnapshot).Assembly.GetExportedTypes().Where(type => !type.IsInterface && Learns(type)),
    ];

    [Fact]
    public void Every_public_type_that_learns_has_a_snapshot_or_is_stored_in_another_way()
    {
        Assert.Contains(typeof(WeightlessNet.StateMachines.StateMachine), Learning);
        Assert.Contains(typeof(WeightlessNet.Recommenders.Tuning.TunableRecommender), Learning);
        Assert.Empty(Learning.Where(type => SnapshotOf(type) is null && !StoredOtherwise.ContainsKey(type)).Select(type => type.FullName));
    }

    [Fact]
    public void Every_snapshot_of_a_type_that_learns_is_described_and_tested()
    {
        Dictionary<int, string> described = Described();
        foreach (Type type in Learning.Where(type => SnapshotOf(type) is not null))
        {
            SnapshotKind kind = KindOf(type);
            Assert.True(described.TryGetValue((int)kind, out string? name), $"docs/format.md does not describe {kind}, of {type.Name}.");
            Assert.Equal(NameOf(type), name);
            Assert.Contains(SnapshotCases.All.Keys, one => one.Split('-')[0] == NameOf(type));
        }
    }

    [Fact]
    public void What_is_stored_in_another_way_learns_and_has_described_kinds()
    {
        Dictionary<int, string> described = Described();
        Assert.Subset(Learning.ToHashSet(), StoredOtherwise.Keys.ToHashSet());
        foreach ((Type type, SnapshotKind[] kinds) in StoredOtherwise)
        {
            Assert.Null(SnapshotOf(type));
            Assert.All(kinds, kind => Assert.True(described.ContainsKey((int)kind), $"{kind}, of {type.Name}"));
        }
    }

    [Fact]
    public void Every_kind_is_described_once()
    {
        Assert.Equal(Enum.GetValues<SnapshotKind>().Select(kind => (int)kind).Order(), Described().Keys.Order());
    }

    private static bool Learns(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .Any(method => method.Name is "Learn" or "LearnAsync" or "Fit" || method.Name.StartsWith("StepWith", StringComparison.Ordinal));

    private static Type? SnapshotOf(Type type) => type.GetInterfaces().FirstOrDefault(
        face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ISnapshot<>));

    private static SnapshotKind KindOf(Type type)
    {
        Type closed = type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(int)) : type;
        return (SnapshotKind)typeof(EverythingThatLearnsTests)
            .GetMethod(nameof(KindOfSnapshot), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(closed)
            .Invoke(null, null)!;
    }

    private static SnapshotKind KindOfSnapshot<T>()
        where T : ISnapshot<T> => T.Kind;

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    // Number and name of each row of the table of kinds.
    private static Dictionary<int, string> Described()
    {
        string source = typeof(EverythingThatLearnsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "SourceFolder").Value!;
        string page = File.ReadAllText(Path.Combine(source, "..", "..", "docs", "format.md"));
        return Row().Matches(page).ToDictionary(
            row => int.Parse(row.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
            row => row.Groups[2].Value);
    }

    // Only rows of the table of kinds begin with a number and have five columns.
    [GeneratedRegex(@"^\| (\d{1,3}) \| (?:[^|`\n]*`)?([A-Za-z0-9]+)[^|\n]*\|[^|\n]*\|[^|\n]*\|.*\|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
