using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace WeightlessNet.LiveTests;

/// <summary>How the page looks: accessibility, narrow screens, and pictures for the documents.</summary>
public sealed class LookTests(BrowserFixture chromium) : IClassFixture<BrowserFixture>
{
    /// <summary>Names the folder where pictures of the page are saved; without it none are.</summary>
    private const string PictureVariable = "WEIGHTLESSNET_PICTURES";

    private static readonly RunOnlyOptions RulesOfColors = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] };

    [BrowserTheory]
    [InlineData(1440, 1000, ColorScheme.Light, "live-desktop-light")]
    [InlineData(1440, 1000, ColorScheme.Dark, "live-desktop-dark")]
    [InlineData(390, 844, ColorScheme.Light, "live-phone-light")]
    [InlineData(390, 844, ColorScheme.Dark, "live-phone-dark")]
    public async Task No_view_has_a_serious_accessibility_problem(int width, int height, ColorScheme scheme, string picture)
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address, width, height, scheme);
        await CheckAsync(page, scheme, "as a stranger");
        await PictureAsync(page, $"{picture}-first");
        int[] stars = [5, 4, 1, 5];
        for (int film = 0; film < stars.Length; film++)
        {
            await page.RateAsync(film, stars[film]);
        }

        await page.SlideAsync("genre-Horror", -2.25);
        await page.SlideAsync("year-more", 0.5);
        await page.RateAsync(4, 2);
        await page.RateAsync(0, 2);
        await CheckAsync(page, scheme, "with ratings and controls");
        await PictureAsync(page, picture);
        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        await Expect(page.Page.Locator("#why table.bars").First).ToBeVisibleAsync();
        await CheckAsync(page, scheme, "with an explanation");
        await PictureAsync(page, $"{picture}-why");
        await page.Page.Locator("#why .network summary").ClickAsync();
        await Expect(page.Page.Locator("#why .nodes")).ToBeVisibleAsync();
        await CheckAsync(page, scheme, "with the network");
        await page.Page.Locator("#why .network").EvaluateAsync("network => network.scrollIntoView()");
        await PictureAsync(page, $"{picture}-network");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Locator("#compare").CheckAsync();
        await Expect(page.Page.Locator("#columns [data-list]")).ToHaveCountAsync(3);
        await CheckAsync(page, scheme, "side by side");
        await PictureAsync(page, $"{picture}-compare");
        await page.Page.Locator("#forget").ClickAsync();
        await CheckAsync(page, scheme, "about to be forgotten");
        Assert.Empty(page.Complaints);
    }

    [BrowserTheory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1024)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address, width, 800);
        await page.RateAsync(0, 5);
        await page.SlideAsync("genre-Horror", -2.25);
        Assert.Equal(0, await OverflowAsync(page));
        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        await Expect(page.Page.Locator("#why table.bars").First).ToBeVisibleAsync();
        await page.Page.Locator("#why .network summary").ClickAsync();
        await Expect(page.Page.Locator("#why .nodes")).ToBeVisibleAsync();
        Assert.True(await page.Page.Locator("#why").EvaluateAsync<bool>("why => why.scrollWidth <= why.clientWidth"));
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Locator("#compare").CheckAsync();
        await Expect(page.Page.Locator("#columns [data-list]")).ToHaveCountAsync(3);
        Assert.Equal(0, await OverflowAsync(page));
    }

    // A dark page differs from a light one in its colors alone.
    private static async Task CheckAsync(LivePage page, ColorScheme scheme, string when)
    {
        await page.SettleAsync();
        AxeRunOptions options = new()
        {
            ResultTypes = [ResultType.Violations],
            RunOnly = scheme == ColorScheme.Dark ? RulesOfColors : null,
        };
#pragma warning disable CS0618 // The other method opens a second page each time, for frames: it takes three times as long.
        AxeResult result = await page.Page.Locator("html").RunAxeLegacy(options);
#pragma warning restore CS0618
        Assert.NotEmpty(result.Passes);
        string[] found =
        [
            .. result.Violations.Where(violation => violation.Impact is "serious" or "critical").SelectMany(
                violation => violation.Nodes.Select(node => $"{when}: {violation.Id} ({violation.Impact}): {node.Html}")),
        ];
        Assert.Empty(found);
    }

    private static Task<int> OverflowAsync(LivePage page) =>
        page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    private static async Task PictureAsync(LivePage page, string name)
    {
        if (Environment.GetEnvironmentVariable(PictureVariable) is { Length: > 0 } folder)
        {
            // On a narrow screen the picture shows the list, which is below the films.
            await page.Page.EvaluateAsync(
                "() => { document.activeElement.blur(); scrollTo(0, 0); "
                + "if (innerWidth < 600 && !document.querySelector('dialog[open]')) "
                + "document.getElementById('recommendations').scrollIntoView(); }");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        }
    }
}
