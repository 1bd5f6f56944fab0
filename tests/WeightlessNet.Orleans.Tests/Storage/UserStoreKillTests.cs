using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using UserStoreWriter;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>
/// A process that writes is killed at any moment, again and again. What it acknowledged is stored; a write is stored as a whole or not at
/// all, together with its change of the crowd.
/// </summary>
public sealed class UserStoreKillTests
{
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("WEIGHTLESSNET_KILLS") ?? "3", CultureInfo.InvariantCulture);

    [StoreFact("sqlite")]
    public Task Sqlite_loses_nothing_when_the_process_is_killed() => KillAsync("sqlite");

    [StoreFact("postgres")]
    public Task Postgres_loses_nothing_when_the_process_is_killed() => KillAsync("postgres");

    [StoreFact("redis")]
    public Task Redis_loses_nothing_when_the_process_is_killed() => KillAsync("redis");

    [StoreFact("sqlite")]
    public async Task A_writer_that_acknowledges_before_it_stores_is_caught()
    {
        StoreServer server = await StoreServer.CreateAsync("sqlite");
        await using (server)
        {
            for (int round = 0; round < 20; round++)
            {
                Dictionary<int, long> acknowledged = await RunAndKillAsync(server, round, "early");
                IUserStore store = await server.OpenAsync();
                await using (store)
                {
                    foreach ((int user, long version) in acknowledged)
                    {
                        if ((await store.LoadAsync(WrittenUsers.Key(user))).Version < version)
                        {
                            return;
                        }
                    }
                }
            }
        }

        Assert.Fail("The writer acknowledged before it stored, and in 20 kills nobody noticed.");
    }

    private static async Task KillAsync(string kind)
    {
        StoreServer server = await StoreServer.CreateAsync(kind);
        await using (server)
        {
            long writes = 0;
            for (int round = 0; round < Rounds; round++)
            {
                Dictionary<int, long> acknowledged = await RunAndKillAsync(server, round);
                IUserStore store = await server.OpenAsync();
                await using (store)
                {
                    writes = await AssertWholeAsync(store, acknowledged, kind);
                }
            }

            Assert.InRange(writes, Rounds * WrittenUsers.Count, long.MaxValue);
        }
    }

    // Runs the writer until it has acknowledged some hundred writes, kills it, and returns the last version of each user.
    private static async Task<Dictionary<int, long>> RunAndKillAsync(StoreServer server, int round, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Program(), server.Kind, server.Place, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        ConcurrentDictionary<int, long> last = [];
        StringBuilder errors = new();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        int wanted = 100 + (round * 37);
        int lines = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Take(line);
            if (++lines == wanted)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(lines >= wanted, $"The writer ended by itself after {lines} writes: {errors}");
        return new Dictionary<int, long>(last);

        void Take(string line)
        {
            // The kill may have cut the last line off.
            string[] parts = line.Split(' ');
            if (parts.Length == 2 && int.TryParse(parts[0], out int user) && long.TryParse(parts[1], out long version))
            {
                Assert.InRange(version, last.GetValueOrDefault(user) + 1, long.MaxValue);
                last[user] = version;
            }
            else
            {
                Assert.DoesNotContain("conflict", line, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<long> AssertWholeAsync(IUserStore store, Dictionary<int, long> acknowledged, string kind)
    {
        Dictionary<int, List<string>> changes = await ChangesAsync(store);
        long writes = 0;
        for (int user = 0; user < WrittenUsers.Count; user++)
        {
            StoredUser stored = await store.LoadAsync(WrittenUsers.Key(user));
            long least = acknowledged.GetValueOrDefault(user);
            Assert.True(stored.Version >= least, $"{kind} has version {stored.Version} of user {user}, but acknowledged {least}.");
            long snapshot = WrittenUsers.SnapshotOf(stored.Version);
            Assert.Equal(snapshot > 0 ? WrittenUsers.Data(user, snapshot) : null, stored.Snapshot?.ToArray());
            Assert.Equal(
                Enumerable.Range(1, (int)(stored.Version - snapshot)).Select(after => WrittenUsers.Data(user, snapshot + after)),
                stored.Entries.Select(entry => entry.ToArray()));
            Assert.Equal(
                Enumerable.Range(1, (int)stored.Version).Select(version => Encoding.UTF8.GetString(WrittenUsers.Data(user, version))),
                changes.GetValueOrDefault(user, []));
            writes += stored.Version;
        }

        return writes;
    }

    // The changes of the crowd by user, in their order.
    private static async Task<Dictionary<int, List<string>>> ChangesAsync(IUserStore store)
    {
        Dictionary<int, List<string>> changes = [];
        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count], int.MaxValue);
        foreach (IGrouping<int, CrowdEntry> part in log.Entries.GroupBy(entry => entry.Part))
        {
            Assert.Equal(Enumerable.Range(1, part.Count()).Select(i => (long)i), part.Select(entry => entry.Sequence));
        }

        foreach (CrowdEntry entry in log.Entries)
        {
            string text = Encoding.UTF8.GetString(entry.Change.Span);
            int user = int.Parse(text.AsSpan(0, text.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
            if (!changes.TryGetValue(user, out List<string>? ofUser))
            {
                changes.Add(user, ofUser = []);
            }

            ofUser.Add(text);
        }

        return changes;
    }

    private static string Program()
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        string program = Path.Combine(
            tests.FullName, "UserStoreWriter", "bin", framework.Parent.Name, framework.Name, "UserStoreWriter.dll");
        Assert.True(File.Exists(program), $"There is no '{program}'. Build the solution.");
        return program;
    }
}
