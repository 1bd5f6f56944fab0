using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>The JSON interface, without a browser.</summary>
public sealed class ApiTests(SharedServer server) : IClassFixture<SharedServer>, IAsyncLifetime, IDisposable
{
    private readonly ApiClient _ada = new(server.Address);

    public Task InitializeAsync() => _ada.SignInAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _ada.Dispose();

    [Fact]
    public async Task A_change_without_the_antiforgery_token_is_refused_and_changes_nothing()
    {
        using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Put, "api/ratings/1", new { value = 5 }, withToken: false);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal(0, (await _ada.SignInAsync()).GetProperty("ratingCount").GetInt32());
    }

    [Fact]
    public async Task The_token_of_one_visitor_does_not_work_for_another()
    {
        using ApiClient stranger = new(server.Address);
        await stranger.SignInAsync();
        stranger.Token = _ada.Token;

        using HttpResponseMessage answer = await stranger.SendAsync(HttpMethod.Put, "api/ratings/1", new { value = 5 });

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{\"value\":")]
    [InlineData("{\"value\":\"five\"}")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"value\":5.5}")]
    [InlineData("{\"value\":3.3}")]
    [InlineData("{\"value\":-1}")]
    public async Task A_body_that_is_no_rating_is_answered_with_problem_details(string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Put, "api/ratings/1", content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{\"kind\":\"mute\",\"slider\":\"genre-Nothing\"}")]
    [InlineData("{\"kind\":\"mute\",\"slider\":\"year-more\"}")]
    [InlineData("{\"kind\":\"boost\",\"slider\":\"genre-Drama\",\"amount\":99}")]
    [InlineData("{\"kind\":\"pin\",\"film\":-1}")]
    [InlineData("{\"kind\":\"pin\"}")]
    [InlineData("{\"kind\":\"praise\",\"film\":1}")]
    [InlineData("{}")]
    public async Task An_impossible_control_is_refused_and_none_is_in_force(string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Post, "api/controls", content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal(0, (await _ada.GetAsync("api/controls")).GetProperty("controls").GetArrayLength());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using HttpResponseMessage answer = await _ada.SendAsync(
            HttpMethod.Put, "api/ratings/1", new { value = 5, more = new string('a', 5000) });

        await AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("api/films/600/explanation")]
    [InlineData("api/films/600/network")]
    [InlineData("api/films/-1/explanation")]
    [InlineData("api/visitors")]
    public async Task What_does_not_exist_is_answered_with_problem_details(string path)
    {
        using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Get, path);

        await AssertProblemAsync(answer, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_visitor_sees_only_their_own()
    {
        using ApiClient ben = new(server.Address);
        await ben.SignInAsync();
        await _ada.RateAsync(3, 5);
        await _ada.TuneAsync(new { kind = "ban", film = 7 });
        int control = (await _ada.GetAsync("api/controls")).GetProperty("controls")[0].GetProperty("id").GetInt32();

        Assert.Equal(0, (await ben.SignInAsync()).GetProperty("ratingCount").GetInt32());
        Assert.Equal(0, (await ben.GetAsync("api/films?shown=mine")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await ben.GetAsync("api/controls")).GetProperty("controls").GetArrayLength());
        Assert.Equal(0, (await ben.GetAsync("api/curve")).GetProperty("errors").GetArrayLength());
        using HttpResponseMessage release = await ben.SendAsync(HttpMethod.Delete, $"api/controls/{control}");
        using HttpResponseMessage unrate = await ben.SendAsync(HttpMethod.Delete, "api/ratings/3");
        using HttpResponseMessage undo = await ben.SendAsync(HttpMethod.Post, "api/undo");
        Assert.All([release, unrate, undo], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal(1, (await _ada.SignInAsync()).GetProperty("ratingCount").GetInt32());
    }

    [Fact]
    public async Task A_forged_cookie_belongs_to_nobody()
    {
        await _ada.RateAsync(3, 5);
        string cookie = _ada.Cookies.GetCookies(server.Address)["visitor"]!.Value;
        string forged = cookie[..^4] + (cookie[^4] == 'A' ? 'B' : 'A') + cookie[^3..];
        using ApiClient thief = new(server.Address);
        thief.Cookies.Add(server.Address, new Cookie("visitor", forged));

        JsonElement session = await thief.SignInAsync();

        Assert.Equal(0, session.GetProperty("ratingCount").GetInt32());
        Assert.NotEqual(forged, thief.Cookies.GetCookies(server.Address)["visitor"]!.Value);
    }

    [Fact]
    public async Task An_explanation_sums_to_the_score_by_field_and_by_rating()
    {
        await _ada.RateAsync(3, 5);
        await _ada.RateAsync(12, 1.5);
        await _ada.TuneAsync(new { kind = "boost", slider = "year-more", amount = 1.25 });
        foreach ((int film, double score) in await _ada.ListAsync())
        {
            JsonElement why = await _ada.GetAsync($"api/films/{film}/explanation");
            double rest = Sum(why, "base") + Sum(why, "byControl");
            Assert.Equal(score, why.GetProperty("score").GetDouble(), 1e-12);
            Assert.Equal(score, rest + Sum(why, "byField"), 1e-12);
            Assert.Equal(score, rest + Sum(why, "byRating"), 1e-12);
            Assert.Equal(2, why.GetProperty("byRating").GetArrayLength());
        }
    }

    [Fact]
    public async Task The_network_at_a_film_sums_to_the_fields_of_its_explanation_and_shows_the_bits_that_chose_its_cells()
    {
        Assert.Equal(0, (await _ada.GetAsync("api/films/12/network")).GetProperty("nodes").GetArrayLength());
        await _ada.RateAsync(3, 5);
        await _ada.RateAsync(12, 1.5);
        JsonElement why = await _ada.GetAsync("api/films/12/explanation");
        JsonElement network = await _ada.GetAsync("api/films/12/network");
        JsonElement[] bits = [.. network.GetProperty("bits").EnumerateArray()];
        JsonElement[] nodes = [.. network.GetProperty("nodes").EnumerateArray()];

        Assert.Equal(Sum(why, "byField"), Sum(network, "nodes"), 1e-5);
        Assert.Equal(2, network.GetProperty("ratingCount").GetInt32());
        Assert.All(nodes, node => Assert.InRange(node.GetProperty("ratings").GetInt32(), 1, 2));
        JsonElement[] strongest = [.. network.GetProperty("strongest").EnumerateArray()];
        Assert.Equal(5, strongest.Length);
        foreach (JsonElement cell in strongest)
        {
            JsonElement node = nodes[cell.GetProperty("node").GetInt32()];
            Assert.Equal(node.GetProperty("amount").GetDouble(), cell.GetProperty("amount").GetDouble());
            Assert.Equal(
                cell.GetProperty("address").GetInt32(),
                cell.GetProperty("inputs").EnumerateArray()
                    .Select((input, place) => bits[input.GetInt32()].GetProperty("isSet").GetBoolean() ? 1 << place : 0).Sum());
        }

        double[] amounts = [.. nodes.Select(node => Math.Abs(node.GetProperty("amount").GetDouble())).OrderDescending()];
        Assert.Equal(amounts.Take(5), strongest.Select(cell => Math.Abs(cell.GetProperty("amount").GetDouble())));
    }

    [Fact]
    public async Task The_controls_of_a_visitor_are_bounded()
    {
        for (int film = 0; film < 100; film++)
        {
            await _ada.TuneAsync(new { kind = "ban", film });
        }

        using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Post, "api/controls", new { kind = "ban", film = 100 });

        await AssertProblemAsync(answer, HttpStatusCode.Conflict);
        Assert.Equal(100, (await _ada.GetAsync("api/controls")).GetProperty("controls").GetArrayLength());
    }

    [Fact]
    public async Task Undoing_everything_leads_back_to_the_first_list()
    {
        (int, double)[] first = await _ada.ListAsync();
        await _ada.RateAsync(3, 5);
        await _ada.RateAsync(3, 2);
        await _ada.TuneAsync(new { kind = "mute", slider = "genre-Drama" });
        await _ada.TuneAsync(new { kind = "boost", slider = "genre-Drama", amount = 1.0 });
        await _ada.TuneAsync(new { kind = "pin", film = 40 });
        using HttpResponseMessage unrated = await _ada.SendAsync(HttpMethod.Delete, "api/ratings/3");
        Assert.Equal(40, (await _ada.ListAsync())[0].Id);

        for (int i = 0; i < 6; i++)
        {
            using HttpResponseMessage undone = await _ada.SendAsync(HttpMethod.Post, "api/undo");
            Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        }

        using HttpResponseMessage nothing = await _ada.SendAsync(HttpMethod.Post, "api/undo");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        Assert.Equal(first, await _ada.ListAsync());
        Assert.Equal(0, (await _ada.GetAsync("api/curve")).GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task The_page_and_the_interface_come_with_security_headers()
    {
        foreach (string path in (string[])["", "app.js", "api/session", "api/nothing", "health"])
        {
            using HttpResponseMessage answer = await _ada.SendAsync(HttpMethod.Get, path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }

        using HttpResponseMessage list = await _ada.SendAsync(HttpMethod.Get, "api/recommendations");
        Assert.True(list.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_from_other_sites()
    {
        using HttpClient plain = new() { BaseAddress = server.Address };
        using HttpResponseMessage answer = await plain.GetAsync("api/session");

        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Another_name_for_this_machine_is_not_served()
    {
        using HttpClient plain = new() { BaseAddress = server.Address };
        using HttpRequestMessage request = new(HttpMethod.Get, "api/session");
        request.Headers.Host = "rebound.example";
        using HttpResponseMessage answer = await plain.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_server_says_that_it_is_healthy_and_describes_its_interface()
    {
        using HttpResponseMessage health = await _ada.SendAsync(HttpMethod.Get, "health");
        JsonElement document = await _ada.GetAsync("openapi/v1.json");

        Assert.Equal("Healthy", await health.Content.ReadAsStringAsync());
        JsonElement paths = document.GetProperty("paths");
        Assert.Equal(11, paths.EnumerateObject().Count());
        Assert.True(paths.GetProperty("/api/ratings/{film}").GetProperty("put").GetProperty("responses").TryGetProperty("429", out _));
    }

    private static double Sum(JsonElement why, string parts) =>
        why.GetProperty(parts).EnumerateArray().Sum(part => part.GetProperty("amount").GetDouble());

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }
}
