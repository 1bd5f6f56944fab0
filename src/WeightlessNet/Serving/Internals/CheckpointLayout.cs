using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The layouts that a checkpoint had, oldest first. All are read. The newest one is written, and the one before where nothing is said of
/// users.
/// </summary>
/// <param name="Number">The number of the layout, as the file has it.</param>
internal readonly record struct CheckpointLayout(int Number)
{
    private const int FirstWithChecksum = 2;
    private const int FirstWithMark = 3;
    private const int FirstWithTime = 4;
    private const int FirstWithUsers = 5;

    /// <summary>The layout that is written.</summary>
    public const int Newest = FirstWithUsers;

    /// <summary>The layout that is written if users have no fields and none is described.</summary>
    public const int WithoutUsers = FirstWithTime;

    /// <summary>Whether the keys end with their checksum, so that they can be read where the rest is damaged.</summary>
    public bool HasChecksum => Number >= FirstWithChecksum;

    /// <summary>Whether the checkpoint says that values are ratings or totals of events. Without it they are ratings.</summary>
    public bool HasMark => Number >= FirstWithMark;

    /// <summary>Whether the checkpoint tells when the last training ended.</summary>
    public bool HasTime => Number >= FirstWithTime;

    /// <summary>Whether the checkpoint has descriptions of users, and what was learned of their fields.</summary>
    public bool HasUsers => Number >= FirstWithUsers;

    /// <summary>Reads the layout from the head of a checkpoint.</summary>
    /// <exception cref="InvalidDataException">The layout is unknown.</exception>
    public static CheckpointLayout Read(SnapshotReader reader, SnapshotObject head)
    {
        long number = head.Shape(1)[0];
        return number is >= 1 and <= Newest
            ? new CheckpointLayout((int)number)
            : throw reader.Invalid($"the layout is {number}, not 1 to {Newest}; a newer one needs a newer library");
    }
}
