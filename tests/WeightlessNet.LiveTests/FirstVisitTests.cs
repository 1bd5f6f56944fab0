using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace WeightlessNet.LiveTests;

/// <summary>What a person sees who knows nothing of the page.</summary>
public sealed class FirstVisitTests(BrowserFixture chromium) : IClassFixture<BrowserFixture>
{
    [BrowserFact]
    public async Task The_first_visit_asks_for_five_ratings_and_counts_them()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        ILocator text = page.Page.Locator("#welcome-text");
        await Expect(text).ToContainTextAsync("Most people know these films");
        for (int film = 0; film < 4; film++)
        {
            await page.RateAsync(film, 5);
        }

        await Expect(text).ToContainTextAsync("1 more film,");
        Assert.Equal(4, await page.Page.Locator("#welcome-count").EvaluateAsync<double>("bar => bar.value"));

        await page.RateAsync(4, 1);

        await Expect(page.Page.Locator("#welcome")).ToBeHiddenAsync();
        await Expect(page.Status).ToContainTextAsync("1 star,");
    }

    [BrowserFact]
    public async Task After_four_extreme_ratings_the_top_of_the_list_follows()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = (await page.ListAsync())[..5];
        for (int film = 0; film < 4; film++)
        {
            await page.RateAsync(film, film % 2 == 0 ? 5 : 1);
        }

        int[] after = (await page.ListAsync())[..5];
        Assert.InRange(before.Zip(after).Count(pair => pair.First != pair.Second), 2, 5);
        await Expect(page.Page.Locator("#change")).ToContainTextAsync("The list changed");
    }

    [BrowserTheory]
    [InlineData(1024, 768)]
    [InlineData(1440, 1000)]
    public async Task On_a_desktop_sliders_are_in_view_wherever_the_list_is_scrolled(int width, int height)
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address, width, height);
        ILocator slider = page.Page.Locator("input[data-slider='genre-Action']");
        await Expect(slider).ToBeInViewportAsync();

        await page.Page.EvaluateAsync("() => scrollTo(0, 1200)");

        await Expect(slider).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task On_a_phone_one_link_leads_to_the_sliders()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address, 390, 844);

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Tune it" }).ClickAsync();

        await Expect(page.Page.Locator("input[data-slider='genre-Action']")).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task A_slider_shows_its_neutral_position_and_years_are_in_one_row()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        double[] tops = await page.Page.Locator("input[data-slider^='year-']:not([data-slider='year-more'])")
            .EvaluateAllAsync<double[]>("sliders => sliders.map(slider => slider.getBoundingClientRect().top)");
        Assert.Equal(4, tops.Length);
        Assert.Single(tops.Distinct());

        // The thumb of a slider that was never moved covers its mark.
        await page.SlideAsync("genre-Action", 2);
        string style = (await page.Page.Locator(".track:has(input[data-slider='genre-Action'])").GetAttributeAsync("style"))!;
        Assert.Contains("--from: 0.529", style, StringComparison.Ordinal);
        Assert.Contains("--to: 1;", style, StringComparison.Ordinal);
        Assert.Contains("--neutral: 0.529", style, StringComparison.Ordinal);
    }

    [BrowserTheory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task The_learning_curve_has_axes_and_is_drawn_at_its_real_size(int width)
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address, width);
        await page.RateAsync(0, 5);
        await Expect(page.Page.Locator("#curve-text")).ToContainTextAsync("Your first rating was");
        await page.RateAsync(1, 1);

        ILocator picture = page.Page.Locator("#curve svg");
        double[] widths = await picture.EvaluateAsync<double[]>(
            "svg => [svg.getBoundingClientRect().width, Number(svg.getAttribute('width')), svg.parentElement.clientWidth]");
        Assert.Equal(widths[1], widths[0]);
        Assert.InRange(widths[2] - widths[0], 0, 1);
        await Expect(picture).ToContainTextAsync("error in stars");
        await Expect(picture).ToContainTextAsync("your ratings, in order");
    }

    [BrowserFact]
    public async Task A_film_has_a_cover_of_its_bits_and_the_explanation_says_which_are_set()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        ILocator first = page.Page.Locator("#list > li").First;
        string[] genres = (await first.GetAttributeAsync("data-genres"))!.Split('|');
        Assert.Equal(genres.Length, await first.Locator(".cover .lit.genre").CountAsync());

        await first.GetByRole(AriaRole.Button, new() { Name = "Why" }).ClickAsync();

        await Expect(page.Page.Locator("#why .retina")).ToContainTextAsync(string.Join(", ", genres.Order(StringComparer.Ordinal)));
    }
}
