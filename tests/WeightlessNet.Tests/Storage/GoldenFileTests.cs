using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>
/// Snapshots written by earlier versions, which all later versions must read. Never change the files of a version; a new type or version
/// adds files.
/// </summary>
public sealed class GoldenFileTests
{
    private const ulong Seed = 11;

    // A training gives another state today: quantiles are cut otherwise, the weights of a ranking are learned from random candidates too
    // and not for models that know too few likes, and factorizations learn how much the biases of users are shrunk and expect no bias of a
    // newcomer; a classifier keeps examples before it is calibrated. The files of that time are read and kept, and a file of its own holds
    // what is trained today. Of several the last one.
    private static readonly Dictionary<string, string[]> TrainedOtherwiseBefore = new()
    {
        ["CrowdModel"] = ["-LearnedShrinkage"],
        ["MatrixFactorizationRecommender"] = ["-LearnedShrinkage"],
        ["MatrixFactorizationRecommender-Catalog"] = ["-LearnedShrinkage"],
        ["SchemaWithModel"] = ["-KeptExamples"],
        ["TrainedFactorization"] = ["-LearnedShrinkage"],
        ["WeightedNetworkRecommender"] = ["-BalancedCuts"],
        ["WeightlessRankingRecommender-Audience"] = ["-SampledCandidates", "-WeakCentrals"],
    };

    public static TheoryData<string> NamesTrainedOtherwiseBefore => [.. TrainedOtherwiseBefore.Keys];

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_snapshot_of_the_present_layout_is_read_and_written_to_the_byte(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        ISnapshot expected = one.CreateFrom(Seed);
        byte[] golden = GoldenFile.Read($"{name}{TrainingsOf(name)[^1]}.v{one.Layout}.bin", SnapshotCase.Save(expected));
        Assert.Equal(golden, SnapshotCase.Save(expected));
        Assert.Equal(one.Observe(expected), one.Observe(one.LoadBytes(golden)));
    }

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void Snapshots_of_earlier_layouts_are_read_and_written_in_the_present_one(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        for (int layout = 1; layout < one.Layout; layout++)
        {
            // What was not stored before has no file of an earlier layout.
            byte[][] golden =
                [.. TrainingsOf(name).Select(training => GoldenFile.Find($"{name}{training}.v{layout}.bin")).OfType<byte[]>()];
            Assert.True(golden.Length > 0 || name.Contains('-', StringComparison.Ordinal));
            foreach (byte[] bytes in golden)
            {
                ISnapshot read = one.LoadBytes(bytes);
                ISnapshot copied = one.LoadBytes(SnapshotCase.Save(read));
                string observed = one.Observe(read);
                Assert.Equal(observed, one.Observe(copied));
                Assert.DoesNotContain("NaN", observed, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(NamesTrainedOtherwiseBefore))]
    public void A_snapshot_of_an_earlier_training_keeps_its_state(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        foreach (string training in TrainingsOf(name)[..^1])
        {
            byte[] golden = GoldenFile.Read($"{name}{training}.v{one.Layout}.bin", []);
            Assert.Equal(golden, SnapshotCase.Save(one.LoadBytes(golden)));
        }
    }

    private static string[] TrainingsOf(string name) => ["", .. TrainedOtherwiseBefore.GetValueOrDefault(name, [])];
}
