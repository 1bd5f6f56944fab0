using System.Text;
using WeightlessNet.Orleans.Storage;

namespace UserStoreWriter;

/// <summary>What the writer writes: a function of the user and the version, so that a test can tell what must be there.</summary>
internal static class WrittenUsers
{
    /// <summary>The number of users, each of whom is written by a task of its own.</summary>
    public const int Count = 24;

    // So that a snapshot replaces entries now and then.
    private const int SnapshotEvery = 5;

    public static string Key(int user) => $"user {user}";

    /// <summary>The write that makes a version of the one before.</summary>
    public static UserWrite Write(int user, long version) => version % SnapshotEvery == 0
        ? UserWrite.Replace(Data(user, version), Data(user, version))
        : UserWrite.Append(Data(user, version), Data(user, version));

    /// <summary>The version of the last snapshot; 0 for none.</summary>
    public static long SnapshotOf(long version) => version - (version % SnapshotEvery);

    /// <summary>The bytes of a write, of different lengths.</summary>
    public static byte[] Data(int user, long version) =>
        Encoding.UTF8.GetBytes($"{user}:{version}:{new string('x', (int)((user * 31) + (version * 17)) % 300)}");
}
