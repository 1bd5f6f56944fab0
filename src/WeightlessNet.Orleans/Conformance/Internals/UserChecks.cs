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
        ("Pages have every user who is there all the time", PagesAsync),
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
            new string('x', 1900), string.Concat(Enumerable.Range(0, 200).Select(i => char.ConvertFromUtf32(0x1F300 + (i * 7)))),
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

    // Others are added and changed meanwhile.
    private static async Task PagesAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        const int Users = 57;
        for (int i = 0; i < Users; i++)
        {
            string user = trial.User($"{i}");
            await store.WriteAsync(user, 0, UserWrite.Replace(Bytes(user, 0)), trial.Cancel).ConfigureAwait(false);
            await store.WriteAsync(user, 1, UserWrite.Append(Bytes(user, 1), Bytes(user, 1)), trial.Cancel).ConfigureAwait(false);
            await store.WriteAsync(user, 2, UserWrite.Append(Bytes(user, 2)), trial.Cancel).ConfigureAwait(false);
        }

        foreach (int page in (int[])[1, 7, 10_000])
        {
            Dictionary<string, StoredUser> found = [];
            string? from = null;
            int pages = 0;
            do
            {
                UserPage some = await store.ReadUsersAsync(from, page, trial.Cancel).ConfigureAwait(false);
                foreach ((string user, StoredUser stored) in some.Users)
                {
                    found[user] = stored;
                }

                string other = trial.User($"added {page} {pages++}");
                await store.WriteAsync(other, 0, UserWrite.Append(Bytes(other, 0)), trial.Cancel).ConfigureAwait(false);
                from = some.Next;
                Require(pages < 100_000, "The pages do not end.");
            }
            while (from is not null);

            for (int i = 0; i < Users; i++)
            {
                string user = trial.User($"{i}");
                Require(found.TryGetValue(user, out StoredUser? stored), $"With {page} users a page, the user '{user}' is in none.");
                RequireUser(stored!, 3, Bytes(user, 0), Bytes(user, 1), Bytes(user, 2));
                Require(stored!.CrowdSequence > 0, $"A page has no place in the crowd's log of the user '{user}'.");
            }
        }
    }

    private static async Task BadKeysAsync(StoreTrial trial)
    {
        IUserStore store = await trial.OpenAsync().ConfigureAwait(false);
        foreach (string? key in (string?[])[null, "", "a\0", "\uD800", "\uDC00a", new string('x', 2001), new string('\u00E4', 1001)])
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
                        await store.WriteItemsAsync([new(key!, default)], trial.Cancel).ConfigureAwait(false);
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
