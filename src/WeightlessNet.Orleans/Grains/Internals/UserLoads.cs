namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>
/// Lets a silo read no more users at once than its options say, so that many who come after the end of another silo do not take all the
/// time of the store.
/// </summary>
internal sealed class UserLoads(UserGrainOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.SimultaneousLoads);

    public async Task<T> RunAsync<T>(Func<Task<T>> load, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await load().ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
