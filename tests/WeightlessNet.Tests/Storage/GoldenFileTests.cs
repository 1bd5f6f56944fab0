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

    [Theory]
    [MemberData(nameof(SnapshotCases.Names), MemberType = typeof(SnapshotCases))]
    public void A_snapshot_of_version_1_is_read_and_written_to_the_byte(string name)
    {
        SnapshotCase one = SnapshotCases.All[name];
        ISnapshot expected = one.CreateFrom(Seed);
        byte[] golden = GoldenFile.Read($"{name}.v1.bin", SnapshotCase.Save(expected));
        Assert.Equal(golden, SnapshotCase.Save(expected));
        Assert.Equal(one.Observe(expected), one.Observe(one.LoadBytes(golden)));
    }
}
