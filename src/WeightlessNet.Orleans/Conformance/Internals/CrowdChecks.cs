using System.Buffers.Binary;
using WeightlessNet.Orleans.Storage;
using static WeightlessNet.Orleans.Conformance.Internals.StoreTrial;

namespace WeightlessNet.Orleans.Conformance.Internals;

/// <summary>Checks of how a store keeps the crowd's log. They go on with one log, each where the one before has left it.</summary>
internal static class CrowdChecks
{
    public static (string Name, Func<StoreTrial, Task> Check)[] All { get; } =
    [
        ("The log has every change of the crowd once and without a gap, also with several writers", LogAsync),
        ("A checkpoint replaces the entries that it holds", CheckpointAsync),
        ("A checkpoint based on an older one is refused", StaleCheckpointAsync),
        ("Reading while others write finds no gap", ReadWhileWritingAsync),
        ("Reading beside checkpoints finds every change once", ReadBesideCheckpointsAsync),
    ];

    private static async Task LogAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        (_, List<CrowdEntry> before) = await ReadAllAsync(stores[0], 100, trial.Cancel).ConfigureAwait(false);
        (string User, long Place, byte[] Change)[][] written = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => Task.Run(() => WriteAsync(trial, stores[i % 2], trial.User($"user {i}"), 6))))
            .ConfigureAwait(false);

        (_, List<CrowdEntry> after) = await ReadAllAsync(stores[1], 7, trial.Cancel).ConfigureAwait(false);
        Require(after.Count == before.Count + (40 * 6), $"There must be {before.Count + (40 * 6)} entries, not {after.Count}.");
        ILookup<(int, long), CrowdEntry> found = after.ToLookup(entry => (entry.Part, entry.Sequence));
        foreach ((string user, long place, byte[] change) in written.SelectMany(one => one))
        {
            RequireSame(change, found[(CrowdParts.Of(user), place)].Single().Change, $"Entry {place} of the part of {user}");
        }

        foreach ((string user, long place, _) in written.Select(one => one[^1]))
        {
            StoredUser stored = await stores[0].LoadAsync(user, trial.Cancel).ConfigureAwait(false);
            Require(stored.CrowdSequence == place, $"The last place of {user} must be {place}, not {stored.CrowdSequence}.");
        }
    }

    private static async Task CheckpointAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        (string User, long Place, byte[] Change)[] written =
            await WriteAsync(trial, store, trial.User("ada"), 5).ConfigureAwait(false);
        (CrowdCheckpoint? present, List<CrowdEntry> entries) = await ReadAllAsync(store, 100, trial.Cancel).ConfigureAwait(false);
        Require(entries.Count >= 5, "The log does not have what was written.");
        long[] positions = Positions(present, entries);

        // All but the last two changes.
        positions[CrowdParts.Of(written[0].User)] -= 2;
        byte[] sums = Bytes("sums", 1);
        CrowdCheckpoint saved = new((present?.Number ?? 0) + 1, positions, sums);
        Require(await store.SaveCrowdAsync(saved, trial.Cancel).ConfigureAwait(false), "The next checkpoint is refused.");

        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count], 100, trial.Cancel).ConfigureAwait(false);
        Require(
            log.Checkpoint is { } read && read.Number == saved.Number && read.Positions.SequenceEqual(positions),
            "Reading from the beginning does not give the checkpoint.");
        RequireSame(sums, log.Checkpoint!.Sums, "The sums");
        Require(
            log.Entries.Select(entry => entry.Sequence).SequenceEqual(written[3..].Select(one => one.Place)),
            $"After the checkpoint there must be 2 entries, not {log.Entries.Count}.");

        log = await store.ReadCrowdAsync(positions, 100, trial.Cancel).ConfigureAwait(false);
        Require(log.Checkpoint is null && log.Entries.Count == 2, "Reading from the checkpoint on must give the entries alone.");
        StoredUser user = await store.LoadAsync(written[0].User, trial.Cancel).ConfigureAwait(false);
        Require(user.CrowdSequence == written[^1].Place, "A checkpoint must not change users.");

        // Numbers go on after a checkpoint of all.
        positions[CrowdParts.Of(written[0].User)] += 2;
        await store.SaveCrowdAsync(new CrowdCheckpoint(saved.Number + 1, positions, sums), trial.Cancel).ConfigureAwait(false);
        UserWriteResult next = await store.WriteAsync(
            written[0].User, 5, UserWrite.Append(sums, sums), trial.Cancel).ConfigureAwait(false);
        Require(next == new UserWriteResult(true, written[^1].Place + 1), $"After a checkpoint of all entries a write returned {next}.");
    }

    private static async Task StaleCheckpointAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        await WriteAsync(trial, store, trial.User("ada"), 3).ConfigureAwait(false);
        (CrowdCheckpoint? present, List<CrowdEntry> entries) = await ReadAllAsync(store, 100, trial.Cancel).ConfigureAwait(false);
        long[] positions = Positions(present, entries);
        long number = present?.Number ?? 0;
        foreach (long other in ((long[])[number - 1, number, number + 2]).Where(other => other > 0))
        {
            Require(
                !await store.SaveCrowdAsync(new CrowdCheckpoint(other, positions, default), trial.Cancel).ConfigureAwait(false),
                $"Checkpoint {other} after checkpoint {number} is not refused.");
        }

        (CrowdCheckpoint? after, List<CrowdEntry> left) = await ReadAllAsync(store, 100, trial.Cancel).ConfigureAwait(false);
        Require(
            after?.Number == present?.Number && left.Count == entries.Count, "A checkpoint that was refused changed something.");
        CrowdCheckpoint[] rivals = [.. Enumerable.Range(0, 6).Select(i => new CrowdCheckpoint(number + 1, positions, Bytes("sums", i)))];
        bool[] saved = await Task.WhenAll(rivals.Select(one => Task.Run(() => store.SaveCrowdAsync(one, trial.Cancel))))
            .ConfigureAwait(false);
        Require(saved.Count(one => one) == 1, $"{saved.Count(one => one)} of 6 checkpoints with the same number were written.");
        CrowdLog log = await store.ReadCrowdAsync(new long[CrowdParts.Count], 100, trial.Cancel).ConfigureAwait(false);
        RequireSame(rivals[Array.IndexOf(saved, true)].Sums, log.Checkpoint?.Sums, "The sums of the checkpoint that was written");
    }

    private static async Task ReadWhileWritingAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        IUserStore reading = await trial.OpenAsync().ConfigureAwait(false);
        Task[] writing =
        [
            .. Enumerable.Range(0, 8).Select(i => Task.Run(() => WriteAsync(trial, store, trial.User($"user {i}"), 30))),
        ];
        do
        {
            await ReadAllAsync(reading, 5, trial.Cancel).ConfigureAwait(false);
        }
        while (!Task.WhenAll(writing).IsCompleted);
        await Task.WhenAll(writing).ConfigureAwait(false);
    }

    // The sums of checkpoints are how many changes they hold.
    private static async Task ReadBesideCheckpointsAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        IUserStore reading = await trial.OpenAsync().ConfigureAwait(false);
        Following saving = new(store);
        Following other = new(reading);
        await saving.ReadAsync(trial.Cancel).ConfigureAwait(false);
        await other.ReadAsync(trial.Cancel).ConfigureAwait(false);
        Task[] writing =
        [
            .. Enumerable.Range(0, 6).Select(i => Task.Run(() => WriteAsync(trial, store, trial.User($"user {i}"), 20))),
        ];
        Task saves = Task.Run(async () =>
        {
            bool isLast;
            do
            {
                isLast = Task.WhenAll(writing).IsCompleted;
                await saving.ReadAsync(trial.Cancel).ConfigureAwait(false);
                CrowdCheckpoint next = new(saving.Number + 1, saving.Positions, Bytes("", saving.Changes));
                Require(await store.SaveCrowdAsync(next, trial.Cancel).ConfigureAwait(false), $"Checkpoint {next.Number} is refused.");
                saving.Number++;
            }
            while (!isLast);
        });
        do
        {
            await other.ReadAsync(trial.Cancel).ConfigureAwait(false);
        }
        while (!saves.IsCompleted);
        await Task.WhenAll(writing).ConfigureAwait(false);
        await saves.ConfigureAwait(false);
        await other.ReadAsync(trial.Cancel).ConfigureAwait(false);
        Require(
            saving.Changes == 120 && other.Changes == 120,
            $"120 changes were written, but {saving.Changes} and {other.Changes} were read.");
    }

    private static async Task<(string User, long Place, byte[] Change)[]> WriteAsync(
        StoreTrial trial, IUserStore store, string user, int count)
    {
        List<(string, long, byte[])> written = [];
        for (int version = 0; version < count; version++)
        {
            byte[] change = Bytes(user, version);
            UserWrite write = version % 3 == 2 ? UserWrite.Replace(change, change) : UserWrite.Append(change, change);
            UserWriteResult result = await store.WriteAsync(user, version, write, trial.Cancel).ConfigureAwait(false);
            Require(result.IsStored && result.CrowdSequence > 0, $"Write {version} of {user} returned {result}.");
            written.Add((user, result.CrowdSequence, change));
        }

        return [.. written];
    }

    private static long[] Positions(CrowdCheckpoint? checkpoint, List<CrowdEntry> entries)
    {
        long[] positions = [.. checkpoint?.Positions ?? new long[CrowdParts.Count]];
        foreach (CrowdEntry entry in entries)
        {
            positions[entry.Part] = entry.Sequence;
        }

        return positions;
    }

    /// <summary>Who reads the log on, and counts the changes since the first reading.</summary>
    private sealed class Following(IUserStore store)
    {
        private bool _isFirst = true;

        public long[] Positions { get; private set; } = new long[CrowdParts.Count];

        public long Number { get; set; }

        public long Changes { get; private set; }

        public async Task ReadAsync(CancellationToken cancel)
        {
            CrowdLog log;
            do
            {
                log = await store.ReadCrowdAsync(Positions, 3, cancel).ConfigureAwait(false);
                if (log.Checkpoint is { } later)
                {
                    Number = later.Number;
                    Positions = [.. later.Positions];
                    Changes = _isFirst ? 0 : BinaryPrimitives.ReadInt64LittleEndian(later.Sums.Span);
                }

                foreach (CrowdEntry entry in log.Entries)
                {
                    Require(
                        entry.Sequence == Positions[entry.Part] + 1,
                        $"After entry {Positions[entry.Part]} of part {entry.Part} comes {entry.Sequence}.");
                    Positions[entry.Part]++;
                    Changes++;
                }
            }
            while (log.Checkpoint is not null || log.Entries.Count > 0);

            if (_isFirst)
            {
                (_isFirst, Changes) = (false, 0);
            }
        }
    }
}
