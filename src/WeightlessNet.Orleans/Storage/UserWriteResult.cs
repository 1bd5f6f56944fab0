namespace WeightlessNet.Orleans.Storage;

/// <summary>What became of a write.</summary>
/// <param name="IsStored">Whether it is stored; false if the user has another version.</param>
/// <param name="CrowdSequence">
/// The sequence number of the write's change of the crowd, in the user's part; 0 if it had none or was not stored.
/// </param>
public readonly record struct UserWriteResult(bool IsStored, long CrowdSequence)
{
    /// <summary>The user has another version: nothing was written.</summary>
    public static UserWriteResult Conflict => default;
}
