using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>One server for the tests of a class. Each test is a visitor of its own.</summary>
public sealed class SharedServer : IAsyncLifetime, IDisposable
{
    private readonly StateFolder _state = new();
    private LiveServer? _server;

    /// <summary>Where it listens.</summary>
    public Uri Address => _server!.Address;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(_state.Path);

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
}
