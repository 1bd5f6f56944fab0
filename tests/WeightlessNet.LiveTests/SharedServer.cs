using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>
/// One server for the tests of a class. Each test is a visitor of its own. The first of all servers learns, the others get a copy of its
/// state.
/// </summary>
public sealed class SharedServer : IAsyncLifetime, IDisposable
{
    private static readonly Lazy<Task<StateFolder>> Learned = new(LearnAsync);

    private readonly StateFolder _state = new();
    private LiveServer? _server;

    /// <summary>Where it listens.</summary>
    public Uri Address => _server!.Address;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _state.CopyFrom(await Learned.Value);
        _server = await LiveServer.StartAsync(_state.Path);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private static async Task<StateFolder> LearnAsync()
    {
        StateFolder learned = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => learned.Dispose();
        await LiveServer.LearnAsync(learned.Path);
        return learned;
    }
}
