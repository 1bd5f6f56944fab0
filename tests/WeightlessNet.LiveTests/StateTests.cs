using System.Net;
using System.Text.Json;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>What survives a restart, a kill, damage and a full disk.</summary>
public sealed class StateTests(SmallFilms films) : IClassFixture<SmallFilms>, IAsyncLifetime, IDisposable
{
    private readonly StateFolder _state = new();

    public Task InitializeAsync() => SmallFilms.FillAsync(_state);

    public Task DisposeAsync() => Task.CompletedTask;

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
        using ApiClient back = Back(again, cookies);

        Assert.Equal(2, (await back.SignInAsync()).GetProperty("ratingCount").GetInt32());
        Assert.Equal(list, await back.ListAsync());
        Assert.Equal(Sliders(controls), Sliders(await TextAsync(back, "api/controls")));
        Assert.Equal(curve, await TextAsync(back, "api/curve"));
        using HttpResponseMessage undone = await back.SendAsync(HttpMethod.Post, "api/undo");
        Assert.Contains("banned", await undone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_has_only_tuned_is_still_known_after_a_restart()
    {
        CookieContainer cookies;
        string controls;
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.TuneAsync(new { kind = "ban", film = 17 });
            (cookies, controls) = (ada.Cookies, Sliders(await TextAsync(ada, "api/controls")));
            Assert.Equal(0, await server.StopAsync());
        }

        await using LiveServer again = await StartAsync();
        using ApiClient newcomer = new(again.Address);
        await newcomer.SignInAsync();
        await newcomer.RateAsync(3, 5);
        using ApiClient back = Back(again, cookies);
        await back.SignInAsync();
        Assert.Equal(controls, Sliders(await TextAsync(back, "api/controls")));
        using HttpResponseMessage undone = await back.SendAsync(HttpMethod.Post, "api/undo");
        Assert.Contains("banned", await undone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_their_owner_enters_the_folders_below_a_state_folder_that_is_open_to_all()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Open = UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        using StateFolder empty = new();
        File.SetUnixFileMode(empty.Path, File.GetUnixFileMode(empty.Path) | Open);
        await using LiveServer server = await LiveServer.StartAsync(empty.Path, "--data", films.Path);
        string[] folders = Directory.GetDirectories(empty.Path);
        Assert.Equal(3, folders.Length);
        foreach (string folder in folders)
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & Open);
        }
    }

    [Fact]
    public async Task A_forgotten_visitor_is_in_no_file_and_in_no_answer()
    {
        await using LiveServer server = await StartAsync();
        using ApiClient ben = new(server.Address);
        await ben.SignInAsync();
        await ben.RateAsync(5, 2);
        (int, double)[] list = await ben.ListAsync();
        string[] others = Histories();

        using ApiClient ada = new(server.Address);
        await ada.SignInAsync();
        for (int film = 0; film < 20; film++)
        {
            await ada.RateAsync(film, 1);
        }

        await ada.TuneAsync(new { kind = "pin", film = 30 });
        Assert.NotEqual(list, await ben.ListAsync());
        string key = Path.GetFileNameWithoutExtension(Histories().Except(others).Single());
        Assert.Equal(2, _state.CountOf(key));
        using HttpResponseMessage forgotten = await ada.SendAsync(HttpMethod.Delete, "api/session");

        JsonElement answer = JsonDocument.Parse(await forgotten.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(20, answer.GetProperty("ratingCount").GetInt32());
        Assert.True(answer.GetProperty("isErased").GetBoolean());
        Assert.Equal(0, _state.CountOf(key));
        Assert.Equal(list, await ben.ListAsync());
        Assert.Equal(0, (await ada.SignInAsync()).GetProperty("ratingCount").GetInt32());
    }

    [Fact]
    public async Task A_lost_history_costs_what_can_be_undone_and_no_rating()
    {
        string ratings;
        CookieContainer cookies;
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.RateAsync(3, 5);
            ratings = await TextAsync(ada, "api/films?shown=mine");
            cookies = ada.Cookies;
            await server.KillAsync();
        }

        await File.WriteAllTextAsync(Histories().Single(), "{\"Actions\":[");
        await using LiveServer again = await StartAsync();
        using ApiClient back = Back(again, cookies);

        await back.SignInAsync();
        Assert.Equal(ratings, await TextAsync(back, "api/films?shown=mine"));
        Assert.Equal(JsonValueKind.Null, (await back.GetAsync("api/controls")).GetProperty("undo").ValueKind);
        await back.RateAsync(4, 2);
        using HttpResponseMessage undone = await back.SendAsync(HttpMethod.Post, "api/undo");
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal(ratings, await TextAsync(back, "api/films?shown=mine"));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("log")]
    public async Task Damage_stops_the_start_with_a_reason(string damaged)
    {
        await using (LiveServer server = await StartAsync())
        {
            using ApiClient ada = new(server.Address);
            await ada.SignInAsync();
            await ada.RateAsync(3, 5);
            await ada.RateAsync(4, 5);
            await server.KillAsync();
        }

        string file = _state.Files().Single(file => Path.GetFileName(file).StartsWith(damaged, StringComparison.Ordinal));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        InvalidOperationException failure =
            await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Contains(Path.GetFileName(file), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_learned_begins_again()
    {
        string folder = Directory.GetDirectories(_state.Path, "films-*").Single();
        Directory.Move(folder, $"{folder}.unfinished");
        await using LiveServer again = await StartAsync();

        Assert.Equal(folder, Directory.GetDirectories(_state.Path, "films-*").Single());
    }

    [Fact]
    public async Task State_of_version_0_1_is_refused_and_the_reason_says_what_to_do()
    {
        string films = Path.GetFileName(Directory.GetDirectories(_state.Path, "films-*").Single());
        string journal = Path.Combine(_state.Path, $"{films.Replace("films", "visitors", StringComparison.Ordinal)}.journal");
        await File.WriteAllTextAsync(journal, "ratings");

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Contains(journal, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--state DIR", failure.Message, StringComparison.Ordinal);
        Assert.Equal("ratings", await File.ReadAllTextAsync(journal));
    }

    [Fact]
    public async Task Beyond_the_places_those_are_forgotten_who_were_here_least_recently()
    {
        await using LiveServer server = await StartAsync("--visitors", "3");
        ApiClient[] visitors = [.. Enumerable.Range(0, 5).Select(_ => new ApiClient(server.Address))];
        foreach (ApiClient visitor in visitors)
        {
            await visitor.SignInAsync();
            await visitor.RateAsync(3, 5);
            _ = await visitors[0].ListAsync();
        }

        List<int> ratings = [];
        foreach (ApiClient visitor in visitors)
        {
            ratings.Add((await visitor.SignInAsync()).GetProperty("ratingCount").GetInt32());
            visitor.Dispose();
        }

        Assert.Equal([1, 0, 0, 1, 1], ratings);
        Assert.Equal(3, Histories().Length);
    }

    [Fact]
    public async Task Somebody_who_has_rated_nothing_leaves_nothing()
    {
        await using LiveServer server = await StartAsync();
        string[] files = _state.Files();
        long bytes = files.Sum(file => new FileInfo(file).Length);
        using ApiClient ada = new(server.Address);
        await ada.SignInAsync();
        await ada.TuneAsync(new { kind = "boost", slider = "genre-Drama", amount = 0 });
        using HttpResponseMessage undo = await ada.SendAsync(HttpMethod.Post, "api/undo");
        using HttpResponseMessage unrate = await ada.SendAsync(HttpMethod.Delete, "api/ratings/3");
        using HttpResponseMessage forget = await ada.SendAsync(HttpMethod.Delete, "api/session");

        Assert.All([undo, unrate], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, forget.StatusCode);
        Assert.Equal(files, _state.Files());
        Assert.Equal(bytes, _state.Files().Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task On_a_full_disk_a_change_is_refused_and_what_was_stored_stays()
    {
        await using LiveServer server = await LiveServer.StartOnFullDiskAsync(2, _state.Path, "--data", films.Path);
        using ApiClient ada = new(server.Address);
        await ada.SignInAsync();
        int stored = 0;
        HttpStatusCode status = await StatusAsync(ada, film: 0, stars: 1);
        string mine = "";
        while (status == HttpStatusCode.NoContent && stored < 1000)
        {
            mine = await TextAsync(ada, "api/films?shown=mine&limit=50");
            stored++;
            status = await StatusAsync(ada, stored % 60, 1 + (stored % 5));
        }

        using HttpResponseMessage health = await ada.SendAsync(HttpMethod.Get, "health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy", await health.Content.ReadAsStringAsync());
        Assert.InRange(stored, 5, 999);
        Assert.Equal(mine, await TextAsync(ada, "api/films?shown=mine&limit=50"));
    }

    [Fact]
    public async Task On_a_full_disk_forgetting_says_that_the_files_are_not_rewritten_yet()
    {
        await using LiveServer server = await LiveServer.StartOnFullDiskAsync(8, _state.Path, "--data", films.Path);
        using ApiClient ada = new(server.Address);
        await ada.SignInAsync();
        await ada.RateAsync(3, 5);
        using HttpResponseMessage forgotten = await ada.SendAsync(HttpMethod.Delete, "api/session");
        using HttpResponseMessage health = await ada.SendAsync(HttpMethod.Get, "health");

        JsonElement answer = JsonDocument.Parse(await forgotten.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(1, answer.GetProperty("ratingCount").GetInt32());
        Assert.False(answer.GetProperty("isErased").GetBoolean());
        Assert.Equal("Degraded", await health.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_start_prints_where_to_go_and_logs_only_if_asked()
    {
        using StateFolder empty = new();
        await using (LiveServer server = await LiveServer.StartAsync(empty.Path, "--data", films.Path))
        {
            Assert.Equal(0, await server.StopAsync());
            string address = server.Address.ToString().TrimEnd('/');
            Assert.Equal(["First start: learning from the ratings of 30 viewers.", $"Open {address}"], server.Log);
        }

        await using LiveServer logging = await StartAsync("--log", "on");
        Assert.Equal(0, await logging.StopAsync());
        string[] logs = [.. logging.Log.Where(line => !line.StartsWith("Open ", StringComparison.Ordinal))];
        Assert.All(logs, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.Contains(logs, line => line.Contains("Now listening", StringComparison.Ordinal));
        Assert.Contains(logs, line => line.Contains("shutting down", StringComparison.Ordinal));
    }

    private Task<LiveServer> StartAsync(params string[] more) => LiveServer.StartAsync(_state.Path, ["--data", films.Path, .. more]);

    private string[] Histories() => [.. _state.Files().Where(file => file.EndsWith(".json", StringComparison.Ordinal))];

    private static ApiClient Back(LiveServer server, CookieContainer cookies)
    {
        ApiClient back = new(server.Address);
        foreach (Cookie cookie in cookies.GetAllCookies())
        {
            back.Cookies.Add(server.Address, new Cookie(cookie.Name, cookie.Value));
        }

        return back;
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiClient client, int film, int stars)
    {
        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Put, $"api/ratings/{film}", new { value = stars });
        return answer.StatusCode;
    }

    private static async Task<string> TextAsync(ApiClient client, string path) => (await client.GetAsync(path)).GetRawText();

    private static string Sliders(string controls) => JsonDocument.Parse(controls).RootElement.GetProperty("sliders").GetRawText();
}
