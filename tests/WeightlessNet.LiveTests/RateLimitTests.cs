using System.Net;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>How often one visitor may ask.</summary>
public sealed class RateLimitTests(SmallFilms films) : IClassFixture<SmallFilms>, IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task A_visitor_who_asks_too_often_waits_and_others_do_not()
    {
        await using LiveServer server = await StartAsync();
        using ApiClient ada = new(server.Address);
        using ApiClient ben = new(server.Address);
        await ada.SignInAsync();
        await ben.SignInAsync();
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

    private Task<LiveServer> StartAsync() => LiveServer.StartAsync(_state.Path, "--data", films.Path, "--rate-limit", "20");
}
