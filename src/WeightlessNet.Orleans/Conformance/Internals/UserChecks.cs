using WeightlessNet.Orleans.Storage;
using static WeightlessNet.Orleans.Conformance.Internals.StoreTrial;

namespace WeightlessNet.Orleans.Conformance.Internals;

/// <summary>Checks of how a store keeps users.</summary>
internal static class UserChecks
{
    public static (string Name, Func<StoreTrial, Task> Check)[] All { get; } =
    [
        ("An unknown user has version 0 and nothing else", UnknownAsync),
        ("Entries come in the order in which they were written", EntriesAsync),
        ("A snapshot replaces all that was there", SnapshotAsync),
        ("A write with another version, or a repeated one, changes nothing", StaleAsync),
        ("Of many writers with the same version one succeeds", RaceAsync),
        ("What was written is there after closing and opening", ReopenAsync),
        ("Keys are compared character by character", KeysAsync),
        ("Any bytes are kept, none and many too", BytesAsync),
        ("Keys that cannot be stored are refused", BadKeysAsync),
        ("Each key of an item gets one id and keeps it, also with several writers", ItemsAsync),
    ];

    private static async Task UnknownAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        StoredUser user = await store.LoadAsync(trial.User("nobody"), trial.Cancel).ConfigureAwait(false);
        RequireUser(user, 0, null);
        Require(user.CrowdSequence == 0, $"The user's place in the crowd's log must be 0, not {user.CrowdSequence}.");
    }

    private static async Task EntriesAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        string user = trial.User("ada");
        byte[][] entries = [.. Enumerable.Range(0, 12).Select(i => Bytes("entry", i))];
        for (int i = 0; i < entries.Length; i++)
        {
            UserWriteResult result = await store
                .WriteAsync(user, i, UserWrite.Append(entries[i]), trial.Cancel).ConfigureAwait(false);
            Require(result == new UserWriteResult(true, 0), $"Write {i} returned {result}.");
            RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), i + 1, null, entries.AsSpan(0, i + 1));
        }
    }

    private static async Task SnapshotAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        foreach (int before in (int[])[0, 3])
        {
            string user = trial.User($"{before} entries");
            for (int i = 0; i < before; i++)
            {
                await store.WriteAsync(user, i, UserWrite.Append(Bytes("entry", i)), trial.Cancel).ConfigureAwait(false);
            }

            byte[] snapshot = Bytes("snapshot", before);
            await store.WriteAsync(user, before, UserWrite.Replace(snapshot), trial.Cancel).ConfigureAwait(false);
            RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), before + 1, snapshot);
            await store.WriteAsync(user, before + 1, UserWrite.Append(Bytes("later", 1)), trial.Cancel).ConfigureAwait(false);
            RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), before + 2, snapshot, Bytes("later", 1));
            await store.WriteAsync(user, before + 2, UserWrite.Replace(Bytes("second", 2)), trial.Cancel).ConfigureAwait(false);
            RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), before + 3, Bytes("second", 2));
        }
    }

    private static async Task StaleAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        string user = trial.User("ada");
        byte[] first = Bytes("first", 1);
        byte[] change = Bytes("change", 1);
        await store.WriteAsync(user, 0, UserWrite.Append(first, change), trial.Cancel).ConfigureAwait(false);
        StoredUser known = await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false);
        foreach (long version in (long[])[0, 2, 7])
        {
            foreach (UserWrite write in (UserWrite[])[UserWrite.Append(first, change), UserWrite.Replace(first, change)])
            {
                UserWriteResult result = await store.WriteAsync(user, version, write, trial.Cancel).ConfigureAwait(false);
                Require(result == UserWriteResult.Conflict, $"A write with version {version} instead of 1 returned {result}.");
            }
        }

        UserWriteResult unknown = await store
            .WriteAsync(trial.User("bob"), 1, UserWrite.Append(first), trial.Cancel).ConfigureAwait(false);
        Require(unknown == UserWriteResult.Conflict, $"A write with version 1 of an unknown user returned {unknown}.");
        RequireUser(await store.LoadAsync(trial.User("bob"), trial.Cancel).ConfigureAwait(false), 0, null);
        RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), 1, null, first);
        UserWriteResult next = await store.WriteAsync(user, 1, UserWrite.Append(first, change), trial.Cancel).ConfigureAwait(false);
        Require(
            next == new UserWriteResult(true, known.CrowdSequence + 1),
            $"After writes that were refused the next one returned {next}, as if they had changed the crowd.");
    }

    // Two opened stores, as of two silos.
    private static async Task RaceAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        string user = trial.User("ada");
        const int Rounds = 12;
        List<byte[]> winners = [];
        for (int round = 0; round < Rounds; round++)
        {
            int version = round;
            byte[][] entries = [.. Enumerable.Range(0, 8).Select(writer => Bytes($"writer {writer}", version))];
            UserWriteResult[] results = await Task.WhenAll(entries.Select((entry, writer) => Task.Run(
                () => stores[writer % 2].WriteAsync(user, version, UserWrite.Append(entry), trial.Cancel)))).ConfigureAwait(false);
            Require(results.Count(result => result.IsStored) == 1, $"{results.Count(result => result.IsStored)} of 8 writers succeeded.");
            winners.Add(entries[Array.FindIndex(results, result => result.IsStored)]);
        }

        RequireUser(await stores[0].LoadAsync(user, trial.Cancel).ConfigureAwait(false), Rounds, null, [.. winners]);
    }

    private static async Task ReopenAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        string user = trial.User("ada");
        await store.WriteAsync(user, 0, UserWrite.Replace(Bytes("snapshot", 0)), trial.Cancel).ConfigureAwait(false);
        await store.WriteAsync(user, 1, UserWrite.Append(Bytes("entry", 1), Bytes("change", 1)), trial.Cancel).ConfigureAwait(false);
        StoredUser before = await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false);
        await trial.CloseAsync().ConfigureAwait(false);

        store = await trial.OpenAsync().ConfigureAwait(false);
        StoredUser after = await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false);
        RequireUser(after, 2, Bytes("snapshot", 0), Bytes("entry", 1));
        Require(
            after.CrowdSequence == before.CrowdSequence && after.CrowdSequence > 0,
            $"The user's place in the crowd's log was {before.CrowdSequence} and is {after.CrowdSequence}.");
    }

    private static async Task KeysAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        string[] keys =
        [
            "ada", "Ada", "ada ", " ada", "äda", "a\u0308da", "{ada}", "ada:1", "%", "'; --", "\\", "\U0001F600", "\uFFFD", "\n",
            new string('x', 900),
        ];
        for (int i = 0; i < keys.Length; i++)
        {
            UserWriteResult result = await store
                .WriteAsync(trial.User(keys[i]), 0, UserWrite.Append(Bytes(keys[i], i)), trial.Cancel).ConfigureAwait(false);
            Require(result.IsStored, $"The key '{keys[i]}' is taken for one of those before it: {string.Join(", ", keys[..i])}.");
        }

        for (int i = 0; i < keys.Length; i++)
        {
            RequireUser(await store.LoadAsync(trial.User(keys[i]), trial.Cancel).ConfigureAwait(false), 1, null, Bytes(keys[i], i));
        }
    }

    private static async Task BytesAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        byte[][] all = [[], [0], [.. Enumerable.Range(0, 256).Select(i => (byte)i)], new byte[1 << 20]];
        all[3].AsSpan().Fill(0x80);
        for (int i = 0; i < all.Length; i++)
        {
            string user = trial.User($"{i}");
            await store.WriteAsync(user, 0, UserWrite.Replace(all[i]), trial.Cancel).ConfigureAwait(false);
            await store.WriteAsync(user, 1, UserWrite.Append(all[i], all[i]), trial.Cancel).ConfigureAwait(false);
            RequireUser(await store.LoadAsync(user, trial.Cancel).ConfigureAwait(false), 2, all[i], all[i]);
        }
    }

    private static async Task ItemsAsync(StoreTrial trial)
    {
        IUserStore[] stores = [await trial.OpenAsync().ConfigureAwait(false), await trial.OpenAsync().ConfigureAwait(false)];
        IReadOnlyList<string> before = await stores[0].AddItemsAsync([], trial.Cancel).ConfigureAwait(false);
        string[] first = [trial.User("b"), trial.User("a"), trial.User("A"), trial.User("b")];
        IReadOnlyList<string> all = await stores[0].AddItemsAsync(first, trial.Cancel).ConfigureAwait(false);
        Require(all.SequenceEqual([.. before, .. first[..3]]), $"The keys must be in the order given, not {string.Join(", ", all)}.");

        // Half of what each adds is new to all.
        IReadOnlyList<string>[] lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            () => stores[writer % 2].AddItemsAsync(
                [.. Enumerable.Range(writer * 100, 200).Select(i => trial.User($"item {i}"))], trial.Cancel)))).ConfigureAwait(false);
        all = await stores[1].AddItemsAsync([], trial.Cancel).ConfigureAwait(false);
        Require(all.Count == before.Count + 903, $"There must be {before.Count + 903} keys, not {all.Count}.");
        Require(all.Distinct(StringComparer.Ordinal).Count() == all.Count, "A key has two ids.");
        Require(lists.All(list => list.SequenceEqual(all.Take(list.Count))), "A key has changed its id.");
        await trial.CloseAsync().ConfigureAwait(false);
        IUserStore again = await trial.OpenAsync().ConfigureAwait(false);
        Require(
            all.SequenceEqual(await again.AddItemsAsync(first, trial.Cancel).ConfigureAwait(false)),
            "Keys or ids are lost when the store is opened.");
    }

    private static async Task BadKeysAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        foreach (string? key in (string?[])[null, "", "a\0", "\uD800", "\uDC00a", new string('x', 1001)])
        {
            try
            {
                await store.LoadAsync(key!, trial.Cancel).ConfigureAwait(false);
            }
            catch (ArgumentException)
            {
                try
                {
                    await store.WriteAsync(key!, 0, UserWrite.Append(default), trial.Cancel).ConfigureAwait(false);
                }
                catch (ArgumentException)
                {
                    try
                    {
                        await store.AddItemsAsync([key!], trial.Cancel).ConfigureAwait(false);
                    }
                    catch (ArgumentException)
                    {
                        continue;
                    }
                }
            }

            throw new CheckFailedException($"The key '{key}' must be refused with an ArgumentException.");
        }
    }
}
