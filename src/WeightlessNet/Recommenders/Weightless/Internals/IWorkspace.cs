namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Scratch memory for one user after the other, which a <see cref="WorkspacePool{T}"/> lends.</summary>
internal interface IWorkspace
{
    /// <summary>How often the pool had been cleared when this was rented.</summary>
    int Generation { get; set; }

    /// <summary>Clears all user data.</summary>
    void Clear();
}
