using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeightlessNet.LiveTests;

/// <summary>A visitor without a browser: keeps cookies and sends the antiforgery token.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;

    public ApiClient(Uri address)
        : this(address, new SocketsHttpHandler())
    {
    }

    /// <summary>Creates a visitor who connects in another way.</summary>
    public ApiClient(Uri address, SocketsHttpHandler handler)
    {
        handler.CookieContainer = Cookies;
        _client = new HttpClient(handler) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>What changes need: the server gives it to the visitor who signs in.</summary>
    public string Token { get; set; } = "";

    /// <summary>Asks who is asking, and keeps the token.</summary>
    public async Task<JsonElement> SignInAsync()
    {
        JsonElement session = await GetAsync("api/session");
        Token = session.GetProperty("token").GetString()!;
        return session;
    }

    public async Task<JsonElement> GetAsync(string path) => await _client.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, bool withToken = true) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body), withToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, bool withToken = true)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        if (withToken)
        {
            request.Headers.Add("X-CSRF-TOKEN", Token);
        }

        return await _client.SendAsync(request);
    }

    public async Task RateAsync(int film, double value)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Put, $"api/ratings/{film}", new { value });
        answer.EnsureSuccessStatusCode();
    }

    public async Task TuneAsync(object control)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, "api/controls", control);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The ids and scores of the recommended films.</summary>
    public async Task<(int Id, double Score)[]> ListAsync() =>
    [
        .. (await GetAsync("api/recommendations")).GetProperty("films").EnumerateArray()
            .Select(film => (film.GetProperty("id").GetInt32(), film.GetProperty("score").GetDouble())),
    ];

    public void Dispose() => _client.Dispose();
}
