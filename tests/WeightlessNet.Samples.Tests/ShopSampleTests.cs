using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using ShopSample;

namespace WeightlessNet.Samples.Tests;

/// <summary>The shop inside the test process, on a free port, with a folder of its own.</summary>
public sealed partial class ShopSampleTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shop-").FullName;
    private WebApplication _shop = null!;
    private HttpClient _client = null!;

    public Task InitializeAsync() => OpenAsync();

    public async Task DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task What_was_bought_is_the_reason_of_a_pick_and_no_pick_itself()
    {
        await PostAsync("customers/ada/purchases/hiking-boot", HttpStatusCode.NoContent);

        Pick[] picks = await PicksAsync("ada");

        Assert.Equal(15, picks.Length);
        Assert.DoesNotContain(picks, pick => pick.Sku == "hiking-boot");
        Assert.Contains(picks[0].Sku, (string[])["trail-shoe", "day-pack", "rain-jacket"]);
        Assert.Equal("because you bought Hiking boot", picks[0].Why);
        Assert.Contains(picks[^1].Sku, (string[])["note-book", "office-chair", "fountain-pen", "bread-tin"]);
    }

    [Theory]
    [InlineData(2, "--urls cannot leave the port of localhost open", "--urls", "http://localhost:0")]
    [InlineData(1, "The shop cannot start: ", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "warn")]
    public async Task A_setting_that_the_server_refuses_is_told_in_a_line(int exitCode, string said, params string[] arguments)
    {
        DirectoryInfo data = Directory.CreateDirectory(Path.Combine(_folder, "wrong"));
        SampleProcess run = await SampleProcess.RunAsync("Shop", ["--data", data.FullName, .. arguments]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith(said, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_click_is_named_as_a_click_until_the_product_is_bought_and_never_afterwards()
    {
        await PostAsync("customers/ada/clicks/espresso-pot", HttpStatusCode.NoContent);
        Assert.Equal("because you looked at Espresso pot", (await PicksAsync("ada"))[0].Why);

        await PostAsync("customers/ada/purchases/espresso-pot", HttpStatusCode.NoContent);
        Assert.Equal("because you bought Espresso pot", (await PicksAsync("ada"))[0].Why);

        await PostAsync("customers/ada/clicks/espresso-pot", HttpStatusCode.NoContent);
        Assert.Equal("because you bought Espresso pot", (await PicksAsync("ada"))[0].Why);
    }

    [Fact]
    public async Task A_purchase_among_clicks_at_the_same_time_is_remembered()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PostAsync(
            $"customers/ada/{(i == 20 ? "purchases" : "clicks")}/espresso-pot", HttpStatusCode.NoContent)));
        Assert.Equal("because you bought Espresso pot", (await PicksAsync("ada"))[0].Why);
    }

    [Fact]
    public async Task The_last_piece_leaves_all_lists_and_cannot_be_bought_again()
    {
        foreach (string customer in (string[])["ada", "bob", "eve"])
        {
            Assert.Contains(await PicksAsync("zoe"), pick => pick.Sku == "coffee-mill");
            Assert.Contains(await SimilarAsync("espresso-pot"), pick => pick.Sku == "coffee-mill");
            await PostAsync($"customers/{customer}/purchases/coffee-mill", HttpStatusCode.NoContent);
        }

        Assert.DoesNotContain(await PicksAsync("zoe"), pick => pick.Sku == "coffee-mill");
        Assert.DoesNotContain(await SimilarAsync("espresso-pot"), pick => pick.Sku == "coffee-mill");
        HttpResponseMessage refused = await PostAsync("customers/zoe/purchases/coffee-mill", HttpStatusCode.Conflict);
        Assert.Contains("Coffee mill is out of stock.", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_purchase_survives_a_restart_and_a_forgotten_customer_is_a_newcomer()
    {
        Pick[] newcomer = await PicksAsync("ada");
        await PostAsync("customers/ada/purchases/fountain-pen", HttpStatusCode.NoContent);
        Pick[] before = await PicksAsync("ada");
        Assert.NotEqual(newcomer, before);

        await CloseAsync();
        await OpenAsync();
        Assert.Equal(before, await PicksAsync("ada"));

        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync("customers/ada")).StatusCode);
        Assert.Equal(newcomer, await PicksAsync("ada"));
    }

    [Fact]
    public async Task What_the_shop_does_not_have_is_not_found_and_teaches_nothing()
    {
        Pick[] newcomer = await PicksAsync("ada");

        await PostAsync("customers/ada/clicks/unicorn", HttpStatusCode.NotFound);
        await PostAsync("customers/ada/purchases/unicorn", HttpStatusCode.NotFound);

        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("products/unicorn/similar")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("customers/ada/picks?count=0")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("customers/ada/picks?count=51")).StatusCode);
        Assert.Equal(newcomer, await PicksAsync("ada"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(null, "--urls", "http://localhost:5001", "--data=shop", "--Logging:LogLevel:Default", "None")]
    [InlineData("There is no option '--port'.", "--port", "80")]
    [InlineData("There is no option 'shop'.", "shop")]
    [InlineData("There is no option '-data'.", "-data", "shop")]
    [InlineData("--data is given twice.", "--data", "a", "--data=b")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--data needs a value.", "--data=")]
    [InlineData("--data needs a value.", "--data", "--urls", "http://localhost:5001")]
    [InlineData("--urls must be addresses such as http://localhost:5000, not '5000'.", "--urls", "5000")]
    [InlineData("--urls must be addresses such as http://localhost:5000, not 'ftp://b'.", "--urls", "http://+:5000;ftp://b")]
    [InlineData("--urls must be addresses such as http://localhost:5000, not 'http://a:99999'.", "--urls=http://a:99999")]
    [InlineData("--Logging:LogLevel:Default needs a value.", "--Logging:LogLevel:Default")]
    public void A_wrong_option_is_refused_in_plain_words(string? reason, params string[] arguments) =>
        Assert.Equal(reason, CommandLine.ErrorIn(arguments));

    [Fact]
    public void Help_fits_into_80_columns() =>
        Assert.All(CommandLine.Help.Split('\n'), line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public async Task The_three_lines_in_the_readme_work_as_they_stand()
    {
        Match[] lines = [.. Curl().Matches(Snippet.TextOf("README.md")).Cast<Match>()];

        Assert.Equal(3, lines.Length);
        string answer = "";
        foreach (Match line in lines)
        {
            using HttpRequestMessage request = new(
                line.Groups["post"].Success ? HttpMethod.Post : HttpMethod.Get, line.Groups["path"].Value);
            HttpResponseMessage response = await _client.SendAsync(request);
            Assert.True(response.IsSuccessStatusCode, $"{line.Value}: {response.StatusCode}");
            answer = await response.Content.ReadAsStringAsync();
        }

        Assert.Contains("because you bought", answer);
    }

    private async Task OpenAsync()
    {
        _shop = ShopApp.Create(["--urls", "http://127.0.0.1:0", "--data", _folder, "--Logging:LogLevel:Default", "None"]);
        await _shop.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_shop.Urls.Single()) };
    }

    private async Task CloseAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    private async Task<Pick[]> PicksAsync(string customer) =>
        await _client.GetFromJsonAsync<Pick[]>($"customers/{customer}/picks?count=16") ?? [];

    private async Task<Pick[]> SimilarAsync(string sku) => await _client.GetFromJsonAsync<Pick[]>($"products/{sku}/similar") ?? [];

    private async Task<HttpResponseMessage> PostAsync(string path, HttpStatusCode expected)
    {
        HttpResponseMessage response = await _client.PostAsync(path, content: null);
        Assert.Equal(expected, response.StatusCode);
        return response;
    }

    [GeneratedRegex(@"^curl (?<post>-X POST )?localhost:5000/(?<path>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Curl();
}
