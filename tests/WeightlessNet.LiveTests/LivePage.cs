using System.Globalization;
using Microsoft.Playwright;

namespace WeightlessNet.LiveTests;

/// <summary>The page as a visitor sees and uses it.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private LivePage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal))
            {
                _complaints.Add($"asks another server: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the page's scripts, and requests to other servers.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator Status => Page.Locator("#status");

    /// <summary>Opens the page as a new visitor.</summary>
    public static async Task<LivePage> OpenAsync(
        IBrowser browser, Uri address, int width = 1440, int height = 1000, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 600,
        });
        LivePage page = new(context, await context.NewPageAsync());
        await page.GoAsync(address);
        return page;
    }

    /// <summary>Goes to the page of a server, and returns when it is drawn.</summary>
    public async Task GoAsync(Uri address)
    {
        await Page.GotoAsync(address.ToString());
        await Page.WaitForFunctionAsync("() => !document.getElementById('status').textContent.startsWith('Loading')");
    }

    /// <summary>Rates one of the films on the left, and returns when the list has followed.</summary>
    public async Task RateAsync(int place, int stars)
    {
        // On a narrow screen the status stays at the top, over what scrolls below it.
        ILocator film = Page.Locator("#films > li").Nth(place);
        await film.EvaluateAsync("film => film.scrollIntoView({ block: 'center' })");
        await ChangeAsync(() => film.Locator($"input[value='{stars}']").CheckAsync(new LocatorCheckOptions { Force = true }));
    }

    /// <summary>Makes a change, and returns when the page has reported it and is drawn.</summary>
    public async Task ChangeAsync(Func<Task> change)
    {
        await Page.EvaluateAsync("() => { document.getElementById('status').textContent = ''; }");
        await change();
        await Page.WaitForFunctionAsync("() => document.getElementById('status').textContent !== ''");
        await SettleAsync();
    }

    /// <summary>Returns when the page waits for no answer of the server.</summary>
    public Task SettleAsync() => Page.WaitForFunctionAsync("() => document.body.dataset.busy === 'false'");

    /// <summary>The ids of the films in the list.</summary>
    public async Task<int[]> ListAsync() =>
        await Page.Locator("#list > li[data-film]").EvaluateAllAsync<int[]>("rows => rows.map(row => Number(row.dataset.film))");

    /// <summary>The genres of each film in the list.</summary>
    public async Task<string[][]> GenresAsync() =>
        await Page.Locator("#list > li[data-film]").EvaluateAllAsync<string[][]>("rows => rows.map(row => row.dataset.genres.split('|'))");

    /// <summary>Sets a slider.</summary>
    public Task SlideAsync(string slider, double value) => ChangeAsync(() =>
        Page.Locator($"input[data-slider='{slider}']").FillAsync(value.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
