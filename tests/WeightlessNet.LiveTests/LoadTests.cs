using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace WeightlessNet.LiveTests;

/// <summary>Fifty visitors at once, who rate and look at their lists.</summary>
public sealed class LoadTests(SharedServer server, ITestOutputHelper output) : IClassFixture<SharedServer>
{
    /// <summary>Sets how long the load lasts, in seconds. The default is 3.</summary>
    private const string SecondsVariable = "WEIGHTLESSNET_LOAD_SECONDS";

    private const int Users = 50;
    private const int Films = 600;

    // Half a second between ratings is a busy visitor.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Fifty_visitors_learn_and_rank_at_once_without_an_error()
    {
        double seconds = double.Parse(Environment.GetEnvironmentVariable(SecondsVariable) ?? "3", CultureInfo.InvariantCulture);
        Stopwatch time = Stopwatch.StartNew();
        Visit[] visits = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => VisitAsync(user, time, seconds)));
        double elapsed = time.Elapsed.TotalSeconds;

        double[] learns = [.. visits.SelectMany(visit => visit.Learns).Order()];
        double[] ranks = [.. visits.SelectMany(visit => visit.Ranks).Order()];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Users} users, {elapsed:0} s, {(learns.Length + ranks.Length) / elapsed:0} requests a second"));
        output.WriteLine(InWords("learn (PUT a rating)", learns));
        output.WriteLine(InWords("rank (GET the list)", ranks));
        Assert.True(learns.Length >= Users && ranks.Length >= Users, "Each visitor rates and looks at least once.");
    }

    // An answer that is no success throws, so that the test fails.
    private async Task<Visit> VisitAsync(int user, Stopwatch time, double seconds)
    {
        Visit visit = new([], []);
        using ApiClient client = new(server.Address);
        await Task.Delay(Pause * user / Users);
        await client.SignInAsync();

        // On a busy machine the time may be over before the first rating of the last visitor.
        for (int step = 0; step == 0 || time.Elapsed.TotalSeconds < seconds; step++)
        {
            int film = ((step * 37) + (user * 11)) % Films;
            long start = Stopwatch.GetTimestamp();
            await client.RateAsync(film, 0.5 + ((film * 7 + user) % 10 * 0.5));
            visit.Learns.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            Assert.NotEmpty(await client.ListAsync());
            visit.Ranks.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause);
        }

        return visit;
    }

    private static string InWords(string what, double[] ordered) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: {ordered.Length} requests, p50 {At(ordered, 0.5):0.0} ms, p99 {At(ordered, 0.99):0.0} ms, max {ordered[^1]:0.0} ms");

    private static double At(double[] ordered, double share) => ordered[(int)(share * (ordered.Length - 1))];

    private sealed record Visit(List<double> Learns, List<double> Ranks);
}
