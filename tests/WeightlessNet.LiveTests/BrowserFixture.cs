using Microsoft.Playwright;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>A headless Chromium and a server, shared by the tests of a class. Nothing starts where there is no Chromium.</summary>
public sealed class BrowserFixture : IAsyncLifetime, IDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly SharedServer _server = new();
    private IPlaywright? _playwright;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where the server listens.</summary>
    public Uri Address => _server.Address;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Chromium.Program is null)
        {
            return;
        }

        await _server.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Program,
            Headless = true,
            Args = Arguments,
        });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.DisposeAsync();
            _playwright.Dispose();
        }

        await _server.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();
}
