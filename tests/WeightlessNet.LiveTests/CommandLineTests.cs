using System.Net;
using System.Net.Sockets;
using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>The options, and what the program says of wrong ones.</summary>
public sealed class CommandLineTests(SmallFilms films) : IClassFixture<SmallFilms>, IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Help_lists_every_option_in_80_columns()
    {
        (int exitCode, string output, string error) = await LiveServer.RunAsync("--help");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        string[] options =
        [
            "--urls", "--data", "--state", "--rate-limit", "--visitors", "--newcomers", "--proxy", "--allowed-hosts", "--log",
        ];
        foreach (string option in options)
        {
            Assert.Contains($"  {option} ", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("There is no option '--port'.", "--port", "80")]
    [InlineData("There is no option 'films'.", "films")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--data needs a value.", "--data", "--state", "x")]
    [InlineData("--data needs a value.", "--data=")]
    [InlineData("--rate-limit is given twice.", "--rate-limit", "1", "--rate-limit=2")]
    [InlineData("--rate-limit must be a whole number from 1 to 1000000, not '0'.", "--rate-limit", "0")]
    [InlineData("--rate-limit must be a whole number from 1 to 1000000, not '1000001'.", "--rate-limit", "1000001")]
    [InlineData("--proxy must be an IP address, such as 10.0.0.2, not 'proxy'.", "--proxy", "proxy")]
    [InlineData("--urls must be addresses such as http://127.0.0.1:5080, not '5080'.", "--urls", "5080")]
    [InlineData("--urls must have no path, not 'http://127.0.0.1:0/films'.", "--urls", "http://127.0.0.1:0/films")]
    [InlineData(
        "--urls cannot leave the port of localhost open, because that stands for two addresses. Write http://127.0.0.1:0.",
        "--urls", "http://localhost:0")]
    [InlineData("--log must be on or off, not 'yes'.", "--log", "yes")]
    public async Task A_wrong_option_is_refused_in_plain_words(string reason, params string[] arguments)
    {
        (int exitCode, string output, string error) = await LiveServer.RunAsync(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal($"{reason} --help lists all options.", error.TrimEnd());
    }

    [Fact]
    public async Task A_folder_without_films_is_named()
    {
        (int exitCode, _, string error) = await LiveServer.RunAsync("--state", _state.Path, "--data", _state.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains(_state.Path, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_without_ratings_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_state.Path, "movies.csv"), "movieId,title,genres\n1,Film (1999),Drama\n");
        await File.WriteAllTextAsync(Path.Combine(_state.Path, "ratings.csv"), "userId,movieId,rating,timestamp\n");
        (int exitCode, _, string error) = await LiveServer.RunAsync("--state", _state.Path, "--data", _state.Path);

        Assert.Equal(1, exitCode);
        Assert.Equal($"The dataset in {_state.Path} has no ratings. Name another folder with --data DIR.", error.TrimEnd());
    }

    [Fact]
    public async Task The_printed_address_is_one_that_the_server_answers_to()
    {
        await SmallFilms.FillAsync(_state);
        await using LiveServer server = await LiveServer.StartAtAsync("http://*:0", _state.Path, "--data", films.Path);

        Assert.Equal("127.0.0.1", server.Address.Host);
        using HttpClient client = new();
        using HttpResponseMessage page = await client.GetAsync(server.Address);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using HttpRequestMessage foreign = new(HttpMethod.Get, server.Address) { Headers = { Host = "example.org" } };
        using HttpResponseMessage refused = await client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task The_names_of_urls_are_answered_to()
    {
        await SmallFilms.FillAsync(_state);
        await using LiveServer server = await LiveServer.StartAtAsync("http://films.example:0", _state.Path, "--data", films.Path);

        using HttpClient client = new();
        using HttpRequestMessage named = new(HttpMethod.Get, server.Address) { Headers = { Host = "films.example" } };
        using HttpResponseMessage page = await client.SendAsync(named);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_explained()
    {
        // Reserved for documents: no machine has it.
        const string Url = "http://192.0.2.1:5080";
        (int exitCode, _, string error) = await LiveServer.RunAsync("--urls", Url, "--state", _state.Path, "--data", films.Path);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"The server cannot listen at {Url}: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_explained_before_anything_is_learned()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        foreach (string url in (string[])[$"http://127.0.0.1:{port}", $"http://localhost:{port}", $"http://*:{port}"])
        {
            (int exitCode, string output, string error) = await LiveServer.RunAsync(
                "--urls", url, "--state", _state.Path, "--data", films.Path);
            Assert.Equal((1, ""), (exitCode, output));
            Assert.StartsWith($"Another program already listens at {url}.", error, StringComparison.Ordinal);
            Assert.Empty(_state.Files());
        }
    }

    [Fact]
    public async Task A_folder_that_is_in_use_is_explained()
    {
        await SmallFilms.FillAsync(_state);
        await using LiveServer server = await LiveServer.StartAsync(_state.Path, "--data", films.Path);
        (int exitCode, _, string error) = await LiveServer.RunAsync(
            "--urls", "http://127.0.0.1:0", "--state", _state.Path, "--data", films.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains(_state.Path, error, StringComparison.Ordinal);
        Assert.Contains("--state", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
