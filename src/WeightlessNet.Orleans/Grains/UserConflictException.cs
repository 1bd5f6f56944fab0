using Orleans;

namespace WeightlessNet.Orleans.Grains;

/// <summary>
/// Two activations of one user wrote at the same time, and this one lost: its change was not stored. It ends itself, so that the next call
/// reads what the other one has stored.
/// </summary>
[GenerateSerializer]
[Alias("WeightlessNet.UserConflictException")]
public sealed class UserConflictException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UserConflictException()
        : this("Another activation of the user has stored a change. This one was not stored: call again with the same operation id.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public UserConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public UserConflictException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
