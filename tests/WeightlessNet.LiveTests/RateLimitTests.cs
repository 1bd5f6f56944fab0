using System.Net;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>How often one visitor may ask.</summary>
public sealed class RateLimitTests(SmallFilms films) : IClassFixture<SmallFilms>, IAsyncLifetime, IDisposable
{
    private readonly StateFolder _state = new();

    public Task InitializeAsync() => SmallFilms.FillAsync(_state);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task A_visitor_who_asks_too_often_waits_and_others_do_not()
    {
        await using LiveServer server = await StartAsync();
        using ApiClient ada = new(server.Address);
        using ApiClient ben = new(server.Address);
        foreach (ApiClient visitor in (ApiClient[])[ada, ben])
        {
            // The first rating gives a quota of one's own.
            await visitor.SignInAsync();
            await visitor.RateAsync(3, 5);
        }

        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 50; i++)
        {
            using HttpResponseMessage answer = await ada.SendAsync(HttpMethod.Get, "api/curve");
            answers.Add(answer.StatusCode);
        }

        using HttpResponseMessage refused = await ada.SendAsync(HttpMethod.Get, "api/curve");
        using HttpResponseMessage others = await ben.SendAsync(HttpMethod.Get, "api/curve");
        Assert.InRange(answers.Count(status => status == HttpStatusCode.OK), 20, 40);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Fact]
    public async Task Throwing_the_cookie_away_gives_no_new_share()
    {
        await using LiveServer server = await StartAsync();
        using HttpClient plain = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Address };
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            using HttpResponseMessage answer = await plain.GetAsync("api/session");
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.InRange(refused, 20, 40);
    }

    [Fact]
    public async Task One_address_brings_only_so_many_new_visitors_and_known_ones_go_on()
    {
        await using LiveServer server = await LiveServer.StartAsync(_state.Path, "--data", films.Path, "--newcomers", "2");
        ApiClient[] visitors = [.. Enumerable.Range(0, 3).Select(_ => new ApiClient(server.Address))];
        List<HttpStatusCode> answers = [];
        foreach (ApiClient visitor in visitors)
        {
            await visitor.SignInAsync();
            using HttpResponseMessage answer = await visitor.SendAsync(HttpMethod.Put, "api/ratings/3", new { value = 5 });
            answers.Add(answer.StatusCode);
        }

        await visitors[0].RateAsync(4, 2);
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.TooManyRequests], answers);
        Assert.Equal(2, _state.Files().Count(file => file.EndsWith(".json", StringComparison.Ordinal)));
        Array.ForEach(visitors, visitor => visitor.Dispose());
    }

    [Fact]
    public async Task Forwarded_headers_count_only_from_the_proxy_that_is_named()
    {
        await using (LiveServer direct = await StartAsync())
        {
            Assert.StartsWith("visitor=", await CookieAsync(direct), StringComparison.Ordinal);
            Assert.InRange(await RefusedAsync(direct, requests: 60), 20, 41);
        }

        await using LiveServer behind = await LiveServer.StartAsync(
            _state.Path, "--data", films.Path, "--rate-limit", "20", "--proxy", "127.0.0.1");
        Assert.Equal(0, await RefusedAsync(behind, requests: 60));
        string cookie = await CookieAsync(behind);
        Assert.StartsWith("__Host-visitor=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
    }

    // Each request says that it is forwarded for another address, over TLS.
    private static async Task<int> RefusedAsync(LiveServer server, int requests)
    {
        int refused = 0;
        for (int i = 0; i < requests; i++)
        {
            using HttpResponseMessage answer = await ForwardedAsync(server, $"192.0.2.{i}");
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        return refused;
    }

    private static async Task<string> CookieAsync(LiveServer server)
    {
        using HttpResponseMessage answer = await ForwardedAsync(server, "192.0.2.200");
        return answer.Headers.GetValues("Set-Cookie").Single();
    }

    private static async Task<HttpResponseMessage> ForwardedAsync(LiveServer server, string address)
    {
        using HttpClient plain = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = server.Address };
        using HttpRequestMessage request = new(HttpMethod.Get, "api/session");
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await plain.SendAsync(request);
    }

    private Task<LiveServer> StartAsync() => LiveServer.StartAsync(_state.Path, "--data", films.Path, "--rate-limit", "20");
}
