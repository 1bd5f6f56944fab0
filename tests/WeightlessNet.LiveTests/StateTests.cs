using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>What survives a restart, a kill and damage.</summary>
public sealed class StateTests(SmallFilms films) : IClassFixture<SmallFilms>, IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData("killed")]
    [InlineData("stopped")]
    public async Task A_restarted_server_continues_where_it_was(string end)
    {
        CookieContainer cookies;
        (int, double)[] list;
        string controls, curve;
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.RateAsync(3, 5);
            await ada.RateAsync(9, 1);
            await ada.RateAsync(3, 4.5);
            await ada.TuneAsync(new { kind = "mute", slider = "genre-Drama" });
            await ada.TuneAsync(new { kind = "ban", film = 17 });
            (cookies, list) = (ada.Cookies, await ada.ListAsync());
            (controls, curve) = (await TextAsync(ada, "api/controls"), await TextAsync(ada, "api/curve"));
            if (end == "killed")
            {
                await server.KillAsync();
            }
            else
            {
                Assert.Equal(0, await server.StopAsync());
            }
        }

        await using LiveServer again = await StartAsync();
        using ApiClient back = new(again.Address);
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            back.Cookies.Add(again.Address, new Cookie(cookie.Name, cookie.Value));
        }

        Assert.Equal(2, (await back.SignInAsync()).GetProperty("ratingCount").GetInt32());
        Assert.Equal(list, await back.ListAsync());
        Assert.Equal(Sliders(controls), Sliders(await TextAsync(back, "api/controls")));
        Assert.Equal(curve, await TextAsync(back, "api/curve"));
        using HttpResponseMessage undone = await back.SendAsync(HttpMethod.Post, "api/undo");
        Assert.Contains("banned", await undone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forgotten_visitor_is_in_no_file_and_in_no_answer()
    {
        await using LiveServer server = await StartAsync();
        using ApiClient ben = new(server.Address);
        await ben.SignInAsync();
        await ben.RateAsync(5, 2);
        byte[] file = _state.JournalBytes();
        (int, double)[] list = await ben.ListAsync();

        using ApiClient ada = new(server.Address);
        await ada.SignInAsync();
        for (int film = 0; film < 20; film++)
        {
            await ada.RateAsync(film, 1);
        }

        await ada.TuneAsync(new { kind = "pin", film = 30 });
        Assert.NotEqual(list, await ben.ListAsync());
        Assert.True(_state.JournalBytes().Length > file.Length);
        using HttpResponseMessage forgotten = await ada.SendAsync(HttpMethod.Delete, "api/session");

        Assert.Equal(20, JsonDocument.Parse(await forgotten.Content.ReadAsStringAsync()).RootElement.GetProperty("ratingCount").GetInt32());
        Assert.Equal(list, await ben.ListAsync());
        Assert.Equal(file.Length, _state.JournalBytes().Length);
        Assert.Equal(0, (await ada.SignInAsync()).GetProperty("ratingCount").GetInt32());
    }

    [Fact]
    public async Task A_journal_that_ends_within_a_rating_is_completed()
    {
        string ratings;
        CookieContainer cookies;
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.RateAsync(3, 5);
            await ada.RateAsync(8, 2);
            ratings = await TextAsync(ada, "api/films?shown=mine");
            cookies = ada.Cookies;
            await server.KillAsync();
        }

        // The last record is the rating; the record before it announces the rating.
        string journal = Directory.GetFiles(_state.Path, "*.journal").Single();
        await File.WriteAllBytesAsync(journal, _state.JournalBytes()[..^3]);
        await using LiveServer again = await StartAsync();
        using ApiClient back = new(again.Address);
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            back.Cookies.Add(again.Address, new Cookie(cookie.Name, cookie.Value));
        }

        Assert.Equal(ratings, await TextAsync(back, "api/films?shown=mine"));
    }

    [Theory]
    [InlineData("visitors")]
    [InlineData("more")]
    public async Task A_damaged_journal_stops_the_start_with_a_reason(string damage)
    {
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.RateAsync(3, 5);
            await ada.RateAsync(4, 5);
            await server.KillAsync();
        }

        byte[] bytes = _state.JournalBytes();
        int at = damage == "visitors" ? bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\"Key\"")) : bytes.Length / 2;
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(Directory.GetFiles(_state.Path, "*.journal").Single(), bytes);

        InvalidOperationException failure =
            await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Contains("journal", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_are_JSON_objects_and_a_stop_is_orderly()
    {
        await using LiveServer server = await StartAsync();
        Assert.Equal(0, await server.StopAsync());

        Assert.All(server.Log, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.Contains(server.Log, line => line.Contains("Now listening", StringComparison.Ordinal));
        Assert.Contains(server.Log, line => line.Contains("shutting down", StringComparison.Ordinal));
    }

    private Task<LiveServer> StartAsync() => LiveServer.StartAsync(_state.Path, "--data", films.Path);

    private static async Task<string> TextAsync(ApiClient client, string path) => (await client.GetAsync(path)).GetRawText();

    private static string Sliders(string controls) => JsonDocument.Parse(controls).RootElement.GetProperty("sliders").GetRawText();
}
