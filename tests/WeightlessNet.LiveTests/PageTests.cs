using System.Globalization;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace WeightlessNet.LiveTests;

/// <summary>The page in a browser, as a visitor uses it.</summary>
public sealed class PageTests(BrowserFixture chromium) : IClassFixture<BrowserFixture>
{
    [BrowserFact]
    public async Task A_rating_changes_the_list_at_once_and_the_page_says_what_moved_and_why()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = await page.ListAsync();
        string title = await page.Page.Locator("#films .title").Nth(2).InnerTextAsync();

        await page.RateAsync(2, 1);
        await page.RateAsync(0, 5);

        Assert.NotEqual(before, await page.ListAsync());
        await Expect(page.Page.Locator("#change")).ToContainTextAsync("The list changed");
        await Expect(page.Page.Locator("#change")).ToContainTextAsync("is now number");
        Assert.NotEqual(0, await page.Page.Locator("#list .move").CountAsync());
        await Expect(page.Page.Locator("#timing")).ToContainTextAsync("Learned in");
        await Expect(page.Page.Locator("#undone")).ToContainTextAsync("5 stars for");
        await Expect(page.Page.Locator("#curve svg .dot")).ToHaveCountAsync(2);
        Assert.DoesNotContain(title, await page.Page.Locator("#list .title").AllInnerTextsAsync());
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task An_explanation_opens_whose_bars_sum_to_the_score_and_says_what_would_change_it()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        await page.RateAsync(0, 5);
        await page.RateAsync(1, 2);
        await page.SlideAsync("year-more", 1);

        await page.Page.Locator("#list > li").First.GetByRole(AriaRole.Button, new() { Name = "Why" }).ClickAsync();
        ILocator tables = page.Page.Locator("#why table.bars");
        await Expect(tables).ToHaveCountAsync(2);

        string shown = (await page.Page.Locator("#list > li").First.GetAttributeAsync("data-score"))!;
        for (int i = 0; i < 2; i++)
        {
            double score = Number((await tables.Nth(i).GetAttributeAsync("data-score"))!);
            string[] parts = await tables.Nth(i).Locator("tr[data-amount]").EvaluateAllAsync<string[]>(
                "rows => rows.map(row => row.dataset.amount)");
            Assert.InRange(parts.Length, 5, 40);
            Assert.Equal(Number(shown), score);
            Assert.Equal(score, parts.Sum(Number), 1e-9);
            Assert.Equal(parts.Length + 1, await tables.Nth(i).Locator("svg.bar").CountAsync());
        }

        await Expect(page.Page.Locator("#why .whatif li").First).ToContainTextAsync("Without your");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("#why")).ToBeHiddenAsync();
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task The_cells_of_the_visitors_own_network_that_fired_are_fetched_when_they_are_opened()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        ILocator network = page.Page.Locator("#why .network");
        List<string> asked = [];
        page.Page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        await Expect(page.Page.Locator("#why table.bars").First).ToBeVisibleAsync();
        await Expect(network).ToHaveCountAsync(0);
        await page.Page.Keyboard.PressAsync("Escape");
        await page.RateAsync(0, 5);
        await page.RateAsync(1, 1);

        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        await Expect(network).ToBeVisibleAsync();
        Assert.DoesNotContain(asked, path => path.EndsWith("/network", StringComparison.Ordinal));
        await network.Locator("summary").ClickAsync();
        await Expect(network.Locator(".nodes")).ToBeVisibleAsync();
        await network.Locator("summary").ClickAsync();
        await Expect(network.Locator(".nodes")).ToBeHiddenAsync();
        await network.Locator("summary").PressAsync("Enter");
        await Expect(network.Locator(".nodes")).ToBeVisibleAsync();
        Assert.Single(asked, path => path.EndsWith("/network", StringComparison.Ordinal));

        int fired = await network.Locator(".nodes .fired").CountAsync();
        Assert.InRange(fired, 1, await network.Locator(".nodes span").CountAsync());
        await Expect(network).ToContainTextAsync($"At {fired} node");
        int shown = await network.Locator(".wiring .vote").CountAsync();
        Assert.InRange(shown, 1, 5);
        await Expect(network.Locator(".cells li")).ToHaveCountAsync(shown);
        await Expect(network.Locator(".cells li").First).ToContainTextAsync("of your 2 ratings");
        string[] votes = [.. (await network.Locator(".wiring .vote").AllTextContentsAsync()).Select(vote => vote.Trim())];
        string[] words = [.. await network.Locator(".cells li").AllInnerTextsAsync()];
        Assert.All(votes.Zip(words), both => Assert.EndsWith($"{both.First} points.", both.Second, StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
    }

    [BrowserFact]
    public async Task A_network_that_cannot_be_fetched_says_so_and_is_fetched_when_it_is_opened_again()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        await page.RateAsync(0, 5);
        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        ILocator network = page.Page.Locator("#why .network");
        await page.Page.RouteAsync("**/network", route => route.AbortAsync());
        await network.Locator("summary").ClickAsync();
        await Expect(network.GetByRole(AriaRole.Status)).ToContainTextAsync("The server does not answer");

        await page.Page.UnrouteAsync("**/network");
        await network.Locator("summary").ClickAsync();
        await network.Locator("summary").ClickAsync();
        await Expect(network.Locator(".nodes")).ToBeVisibleAsync();
        await Expect(network.GetByRole(AriaRole.Status)).ToHaveTextAsync("");
    }

    [BrowserFact]
    public async Task A_muted_genre_vanishes_and_undo_brings_it_back()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = await page.ListAsync();
        string genre = (await page.GenresAsync())[0][0];

        await page.SlideAsync($"genre-{genre}", -2.25);

        Assert.DoesNotContain(genre, (await page.GenresAsync()).SelectMany(genres => genres));
        await Expect(page.Page.Locator("#controls")).ToContainTextAsync($"{genre} hidden");

        await page.ChangeAsync(() => page.Page.Locator("#undo").ClickAsync());

        Assert.Equal(before, await page.ListAsync());
        await Expect(page.Page.Locator("#controls")).ToContainTextAsync("None");
        await Expect(page.Page.Locator($"input[data-slider='genre-{genre}']")).ToHaveValueAsync("0");
        await Expect(page.Page.Locator("#undo")).ToBeDisabledAsync();
    }

    [BrowserFact]
    public async Task A_pin_comes_first_a_ban_vanishes_and_both_can_be_taken_back()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = await page.ListAsync();

        await page.ChangeAsync(() => page.Page.Locator($"[data-key='pin-{before[4]}']").ClickAsync());
        Assert.Equal(before[4], (await page.ListAsync())[0]);
        await page.ChangeAsync(() => page.Page.Locator($"[data-key='ban-{before[1]}']").ClickAsync());
        Assert.DoesNotContain(before[1], await page.ListAsync());

        await page.ChangeAsync(() => page.Page.Locator("#controls button").First.ClickAsync());
        await page.ChangeAsync(() => page.Page.Locator("#controls button").First.ClickAsync());
        Assert.Equal(before, await page.ListAsync());
    }

    [BrowserFact]
    public async Task A_forgotten_visitor_comes_back_as_a_stranger()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = await page.ListAsync();
        await page.RateAsync(0, 5);
        await page.RateAsync(3, 1);
        await page.SlideAsync("genre-Drama", 2);
        Assert.NotEqual(before, await page.ListAsync());
        string cookie = await CookieAsync(page);

        await page.Page.Locator("#forget").ClickAsync();
        await page.ChangeAsync(() => page.Page.Locator("#forget-yes").ClickAsync());

        await Expect(page.Status).ToContainTextAsync("Forgotten: 2 ratings");
        Assert.Equal(before, await page.ListAsync());
        Assert.NotEqual(cookie, await CookieAsync(page));
        await Expect(page.Page.Locator("#films input:checked")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("#genre option")).ToHaveCountAsync(20);
    }

    [BrowserFact]
    public async Task Two_visitors_see_only_their_own()
    {
        await using LivePage ada = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        await using LivePage ben = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        await ada.RateAsync(0, 5);
        await ada.SlideAsync("genre-Comedy", -2.25);

        await ben.GoAsync(chromium.Address);

        await Expect(ben.Page.Locator("#films input:checked")).ToHaveCountAsync(0);
        await Expect(ben.Page.Locator("#controls")).ToContainTextAsync("None");
        await Expect(ada.Page.Locator("#films input:checked")).ToHaveCountAsync(1);
        Assert.Contains("Comedy", (await ben.GenresAsync()).SelectMany(genres => genres));
    }

    [BrowserFact]
    public async Task Everybodys_list_predicted_stars_and_the_own_list_are_side_by_side()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        for (int film = 0; film < 8; film++)
        {
            await page.RateAsync(film, film % 2 == 0 ? 5 : 1);
        }

        await page.Page.Locator("#compare").CheckAsync();
        await Expect(page.Page.Locator("#columns [data-list]")).ToHaveCountAsync(3);
        string[] lists = await page.Page.Locator("#columns [data-list]").EvaluateAllAsync<string[]>(
            "columns => columns.map(column => [...column.querySelectorAll('li')].map(row => row.dataset.film).join())");

        Assert.Equal(3, lists.Distinct().Count());
        Assert.All(lists, list => Assert.Equal(10, list.Split(',').Length));
        await Expect(page.Page.Locator("#list")).ToBeHiddenAsync();
        await page.Page.Locator("#compare").UncheckAsync();
        await Expect(page.Page.Locator("#list")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Search_finds_films_by_title_and_by_genre()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        string title = await page.Page.Locator("#films .title").Nth(5).InnerTextAsync();

        await page.Page.Locator("#words").FillAsync(title.ToUpperInvariant());
        await Expect(page.Page.Locator("#films .title")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#films .title")).ToHaveTextAsync(title);

        await page.Page.Locator("#words").FillAsync("");
        await page.Page.Locator("#genre").SelectOptionAsync("Western");
        await Expect(page.Page.Locator("#films > li").First).ToContainTextAsync("Western");
        Assert.All(
            await page.Page.Locator("#films .facts").AllInnerTextsAsync(),
            facts => Assert.Contains("Western", facts, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_keyboard_alone_rates_explains_tunes_and_undoes()
    {
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, chromium.Address);
        int[] before = await page.ListAsync();
        IKeyboard keyboard = page.Page.Keyboard;

        await TabToAsync(page, "input[type=radio]");
        await page.ChangeAsync(() => keyboard.PressAsync("Space"));
        await page.ChangeAsync(() => keyboard.PressAsync("ArrowRight"));
        await page.ChangeAsync(() => keyboard.PressAsync("ArrowRight"));
        await Expect(page.Status).ToContainTextAsync("3 stars");
        Assert.Equal("3", await page.Page.EvaluateAsync<string>("() => document.activeElement.value"));

        await TabToAsync(page, "[data-key^=why-]");
        await keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("#why")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("#why")).ToBeHiddenAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.activeElement.matches('[data-key^=why-]')"));

        await TabToAsync(page, "input[type=range]");
        await page.ChangeAsync(() => keyboard.PressAsync("Home"));
        await Expect(page.Status).ToContainTextAsync("hidden");

        await page.Page.Locator("body").PressAsync("Control+Home");
        await page.Page.EvaluateAsync("() => document.activeElement.blur()");
        await TabToAsync(page, "#undo");
        for (int i = 0; i < 4; i++)
        {
            await page.ChangeAsync(() => keyboard.PressAsync("Enter"));
        }

        Assert.Equal(before, await page.ListAsync());
    }

    [BrowserFact]
    public async Task A_title_from_a_folder_of_data_is_text_and_never_markup()
    {
        const string Title = "<img src=x onerror=alert(1)>";
        using StateFolder data = new();
        using StateFolder state = new();
        await File.WriteAllLinesAsync(
            Path.Combine(data.Path, "movies.csv"),
            ["movieId,title,genres", $"1,{Title} (1999),Drama", "2,Plain (1950),War|Drama", "3,Other (2001),Comedy"]);
        await File.WriteAllLinesAsync(
            Path.Combine(data.Path, "ratings.csv"),
            ["userId,movieId,rating,timestamp", "1,1,5.0,1000000000", "1,2,2.0,1000000001", "2,1,4.0,1000000002", "2,3,3.0,1000000003"]);
        await using LiveServer other = await LiveServer.StartAsync(state.Path, "--data", data.Path);
        await using LivePage page = await LivePage.OpenAsync(chromium.Browser, other.Address);

        await Expect(page.Page.Locator("#films .title").First).ToHaveTextAsync(Title);
        await page.RateAsync(1, 5);
        await page.Page.Locator("#list [data-key^=why-]").First.ClickAsync();
        await Expect(page.Page.Locator("#why-title")).ToContainTextAsync(Title);
        await Expect(page.Page.Locator("img")).ToHaveCountAsync(0);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> CookieAsync(LivePage page) =>
        (await page.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "visitor").Value;

    private static async Task TabToAsync(LivePage page, string selector)
    {
        for (int i = 0; i < 300; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"The Tab key does not lead to {selector}.");
    }
}
