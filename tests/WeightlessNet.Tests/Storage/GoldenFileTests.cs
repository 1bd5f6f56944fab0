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

    // Their state depends on how quantiles were cut when it was trained, and quantiles are now cut otherwise: the files of that time are
    // read and kept, and a file of its own holds what is trained today.
    private static readonly string[] TrainedOnEarlierCuts = ["WeightedNetworkRecommender"];

    public static TheoryData<string> NamesTrainedOnEarlierCuts => [.. TrainedOnEarlierCuts];

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_snapshot_of_the_present_layout_is_read_and_written_to_the_byte(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        ISnapshot expected = one.CreateFrom(Seed);
        string cuts = TrainedOnEarlierCuts.Contains(name) ? "-BalancedCuts" : "";
        byte[] golden = GoldenFile.Read($"{name}{cuts}.v{one.Layout}.bin", SnapshotCase.Save(expected));
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
            if (GoldenFile.Find($"{name}.v{layout}.bin") is not byte[] golden)
            {
                Assert.Contains('-', name);
                continue;
            }

            ISnapshot read = one.LoadBytes(golden);
            ISnapshot copied = one.LoadBytes(SnapshotCase.Save(read));
            string observed = one.Observe(read);
            Assert.Equal(observed, one.Observe(copied));
            Assert.DoesNotContain("NaN", observed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(NamesTrainedOnEarlierCuts))]
    public void A_snapshot_trained_on_earlier_cuts_keeps_its_state(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        byte[] golden = GoldenFile.Read($"{name}.v1.bin", []);
        Assert.Equal(golden, SnapshotCase.Save(one.LoadBytes(golden)));
    }
}
