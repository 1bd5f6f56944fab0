namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Lends workspaces for networks with the same options, one to each thread that reads at the same time.</summary>
/// <remarks>Thread-safe; nothing waits.</remarks>
/// <typeparam name="T">The workspaces.</typeparam>
internal sealed class WorkspacePool<T>(Func<T> create)
    where T : class, IWorkspace
{
    private readonly T?[] _idle = new T?[Environment.ProcessorCount];
    private volatile int _generation;

    /// <summary>A workspace that no other thread uses. Give it back with <see cref="Return"/>.</summary>
    public T Rent()
    {
        T? idle = null;
        for (int i = 0; i < _idle.Length && idle is null; i++)
        {
            idle = _idle[i] is null ? null : Interlocked.Exchange(ref _idle[i], null);
        }

        idle ??= create();
        idle.Generation = _generation;
        return idle;
    }

    /// <summary>Takes a workspace back.</summary>
    public void Return(T workspace)
    {
        do
        {
            if (workspace.Generation != _generation)
            {
                workspace.Generation = _generation;
                workspace.Clear();
            }

            int place = 0;
            while (place < _idle.Length && Interlocked.CompareExchange(ref _idle[place], workspace, null) is not null)
            {
                place++;
            }

            // Clear may have run in between. If so, take the workspace out again, unless another thread has.
            if (workspace.Generation == _generation
                || place == _idle.Length
                || Interlocked.CompareExchange(ref _idle[place], null, workspace) != workspace)
            {
                return;
            }
        }
        while (true);
    }

    /// <summary>Clears all user data: of idle workspaces at once, of others when they come back.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is T idle)
            {
                idle.Clear();
                idle.Generation = _generation;
                Return(idle);
            }
        }
    }
}
