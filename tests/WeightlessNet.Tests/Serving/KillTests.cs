using System.Diagnostics;
using System.Globalization;
using JournalWriter;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>
/// Kills a process that learns, journals, compacts and saves, at random moments. WEIGHTLESSNET_KILLS sets how often.
/// </summary>
public sealed class KillTests
{
    private const int DefaultKills = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("WEIGHTLESSNET_KILLS"), CultureInfo.InvariantCulture, out int kills)
            ? kills
            : DefaultKills;

    [Fact]
    public async Task Acknowledged_operations_survive_every_kill_and_the_state_is_that_of_a_sequential_replay()
    {
        using TemporaryFolder folder = new();
        string journal = Path.Combine(folder.Path, "ratings.log");
        string snapshot = Path.Combine(folder.Path, "state.bin");
        RandomValues random = new(9);
        BiasRecommender sequential = JournalOperations.NewRecommender();
        int done = 0;
        HashSet<string> savable = [];
        for (int kill = 0; kill < Kills; kill++)
        {
            int acknowledged = await RunUntilKilledAsync(journal, snapshot, done, TimeSpan.FromMilliseconds(random.Whole(1, 40)));
            Assert.True(acknowledged > done, $"The process did nothing before kill {kill}.");
            string left = StateOf(journal);

            // All acknowledged operations are present, and at most the one in progress.
            while (done < acknowledged)
            {
                DoNext();
            }

            if (left != StateOf(sequential))
            {
                DoNext();
            }

            Assert.True(
                left == StateOf(sequential), $"After kill {kill} the state is not that of {acknowledged} operations, nor of one more.");
            if (File.Exists(snapshot))
            {
                using FileStream stream = File.OpenRead(snapshot);
                Assert.Contains(StateOf(Snapshot.Load<BiasRecommender>(stream)), savable);
            }
        }

        Assert.True(File.Exists(snapshot), "No snapshot was ever saved.");
        Assert.True(done > Kills, $"{done} operations were done.");

        void DoNext()
        {
            JournalOperations.Do(done++, null, sequential);
            if (done % JournalOperations.SnapshotInterval == 0)
            {
                savable.Add(StateOf(sequential));
            }
        }
    }

    /// <summary>Runs the process and kills it at a random time after its first acknowledged operation.</summary>
    /// <returns>The number of acknowledged operations, including those before this run.</returns>
    private static async Task<int> RunUntilKilledAsync(string journal, string snapshot, int operation, TimeSpan life)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        string[] arguments = [Program(), journal, snapshot, operation.ToString(CultureInfo.InvariantCulture)];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        try
        {
            using CancellationTokenSource patience = new(Patience);
            string? line = await process.StandardOutput.ReadLineAsync(patience.Token);
            await Task.Delay(life, patience.Token);
            process.Kill();
            string output = line + "\n" + await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);

            // An incomplete line is not an acknowledgment.
            string[] lines = output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 ? operation : int.Parse(lines[^1], CultureInfo.InvariantCulture) + 1;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string StateOf(string journalPath)
    {
        using var journal = RatingJournal.Open(journalPath, JournalOperations.Items, RatingScale.HalfStars);
        BiasRecommender recommender = JournalOperations.NewRecommender();
        journal.Replay(recommender);
        return StateOf(recommender);
    }

    private static string StateOf(BiasRecommender recommender) => Convert.ToBase64String(SnapshotCase.Save(recommender));

    // Use the build with the configuration and framework of the tests.
    private static string Program()
    {
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        string program = Path.Combine(tests.FullName, "JournalWriter", "bin", framework.Parent.Name, framework.Name, "JournalWriter.dll");
        Assert.True(File.Exists(program), $"The process is not built: '{program}' is missing.");
        return program;
    }
}
