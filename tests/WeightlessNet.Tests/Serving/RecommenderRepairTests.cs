using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>
/// Damages the files of a recommender. It must not open with wrong ratings; repaired, it must open and have what the whole batches say, and
/// nobody may get the ratings of somebody else.
/// </summary>
public sealed class RecommenderRepairTests : IDisposable
{
    private const string Checkpoint = "checkpoint-000000000003";
    private const string Log = "log-000000000003";
    private const int BatchesAtOnce = 2;

    // Batches begin at all remainders of 3, so each place within a batch has its turn in one of them. The head of the log is there once.
    private const int BytesPerDamage = 3;
    private const int LogHead = 32;
    private static readonly string[] Items = ["a", "b", "c", "d"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<RepairStep> _steps = [];

    private string Path => System.IO.Path.Combine(_folder.Path, "items.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flipped_byte_of_the_log_costs_one_batch_and_what_needs_its_keys()
    {
        byte[] whole = (await FilesAsync())[Log];
        Assert.Equal(BytesPerDamage, _steps.Select(step => step.Start % BytesPerDamage).Distinct().Count());
        for (int at = 0; at < whole.Length; at += at < LogHead ? 1 : BytesPerDamage)
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x10;
            await AssertSalvagedAsync(Log, bytes, StepsAt(at, at + 1), isCheckpointLost: false);
        }
    }

    [Fact]
    public async Task A_log_that_is_cut_has_what_is_before_it()
    {
        byte[] whole = (await FilesAsync())[Log];
        for (int length = 0; length < whole.Length; length += length < LogHead ? 1 : BytesPerDamage)
        {
            await AssertSalvagedAsync(Log, whole[..length], StepsAt(length, whole.Length), isCheckpointLost: false);
        }
    }

    [Fact]
    public async Task Two_damages_of_the_log_at_random_cost_their_batches_and_what_needs_their_keys()
    {
        byte[] whole = (await FilesAsync())[Log];
        Random random = new(1);
        for (int round = 0; round < 150; round++)
        {
            byte[] bytes = [.. whole];
            HashSet<int> lost = [];
            for (int damage = 0; damage < BatchesAtOnce; damage++)
            {
                int from = random.Next(whole.Length);
                int to = Math.Min(whole.Length, from + 1 + random.Next(100));
                random.NextBytes(bytes.AsSpan(from, to - from));
                lost.UnionWith(StepsAt(from, to));
            }

            await AssertSalvagedAsync(Log, bytes, lost, isCheckpointLost: false);
        }
    }

    [Fact]
    public async Task A_damaged_checkpoint_costs_everything_before_it_and_what_needs_its_keys_if_they_are_damaged_too()
    {
        // The keys and their checksum come first, behind the heads of the snapshot and of its first section, the scale and its mark.
        const int FirstKey = 32 + 4 + 12 + 1;
        const int EndOfKeys = FirstKey + 1 + (4 * 3) + 2 + (2 * (2 + (3 * 2))) + 4;
        byte[] whole = (await FilesAsync())[Checkpoint];
        for (int at = 0; at < whole.Length; at += at < 2 * EndOfKeys ? 1 : 1 + (whole.Length / 30))
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x10;
            RepairReport flipped = await AssertSalvagedAsync(Checkpoint, bytes, [], isCheckpointLost: true);
            Assert.True(at is >= 32 and < 36 || flipped.AreKeysKept == at >= EndOfKeys, $"{at}: {flipped}");
            RepairReport cut = await AssertSalvagedAsync(Checkpoint, whole[..at], [], isCheckpointLost: true);
            Assert.Equal(at >= EndOfKeys, cut.AreKeysKept);
        }
    }

    [Fact]
    public async Task Keys_without_a_checksum_are_not_trusted()
    {
        Dictionary<string, byte[]> files = await FilesAsync();
        byte[] checkpoint = [.. files[Checkpoint]];

        // The layout is the shape of the object.
        Assert.Equal(CheckpointLayout.WithoutUsers, checkpoint[24]);
        checkpoint[24] = 1;
        RepairReport report = await AssertSalvagedAsync(Checkpoint, checkpoint, [], isCheckpointLost: true);
        Assert.False(report.AreKeysKept);
        Assert.Contains("with everything before it.", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_of_the_checkpoint_and_of_the_log_is_repaired_too()
    {
        Dictionary<string, byte[]> files = await FilesAsync();
        byte[] checkpoint = [.. files[Checkpoint]];
        checkpoint[^1] ^= 1;
        byte[] log = [.. files[Log]];
        int at = (int)_steps[4].Start + 40;
        log[at] ^= 1;
        files[Checkpoint] = checkpoint;
        await AssertSalvagedAsync(files, Log, log, StepsAt(at, at + 1), isCheckpointLost: true);
    }

    [Fact]
    public async Task What_a_checkpoint_has_of_lost_batches_goes_to_nobody_else()
    {
        // While the keys of users are written, a user and an item come. The models, which are written after the keys, have their ratings.
        Func<Task>? meanwhile = null;
        int damaged;
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            UserKeys = new KeyFormat<string>(
                key =>
                {
                    Func<Task>? now = Interlocked.Exchange(ref meanwhile, null);
                    now?.Invoke().GetAwaiter().GetResult();
                    return key;
                },
                static text => text),
        };
        await using (var films = await Recommender<string, string>.OpenAsync(Path, schema => { }, Items, options))
        {
            await films.LearnAsync("ada", "a", 5);
            meanwhile = async () =>
            {
                await films.LearnAsync("late", "b", 4);
                await films.PinAsync("later", "c");
                await films.AddItemAsync("new");
                await films.LearnAsync("ada", "new", 1);
                await films.BanAsync("ada", "new");
            };
            await films.CheckpointAsync();
            Assert.Null(meanwhile);
            damaged = (int)films.Health.LogBytes;

            // It gets the id of "new" when that is lost.
            await films.AddItemAsync("z");
            await films.LearnAsync("zoe", "z", 3);
        }

        string log = System.IO.Path.Combine(Path, Log);
        byte[] bytes = await File.ReadAllBytesAsync(log);
        bytes.AsSpan(0, 32 + damaged).Clear();
        await File.WriteAllBytesAsync(log, bytes);

        RepairReport report = RecommenderFiles.Repair(Path);
        Assert.False(report.IsCheckpointLost);
        await using var repaired = await OpenAsync([.. Items, "z", "other"]);
        await repaired.LearnAsync("mallory", "d", 2);
        await repaired.LearnAsync("trudy", "d", 2);
        string[] ratings = await RatingsOfAsync(repaired);
        Assert.Equal(["ada a 5", "mallory d 2", "trudy d 2", "zoe z 3"], ratings);
        Assert.Equal(4, repaired.RatingCount);
        Assert.Empty(repaired.ControlsOf("ada"));
        Assert.Empty(repaired.ControlsOf("mallory"));
        Assert.Empty(repaired.ControlsOf("trudy"));
        Assert.DoesNotContain(repaired.Recommend("ada", 9), static one => one.Item == "new");
    }

    [Fact]
    public async Task A_user_whose_forgetting_is_lost_and_who_came_again_has_the_new_ratings_only()
    {
        // No checkpoint can be written: the log keeps everything.
        bool fails = false;
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            UserKeys = new KeyFormat<string>(
                key => fails && key == "zoe" ? throw new IOException("No space left on device.") : key, static text => text),
        };
        long start;
        long end;
        await using (var films = await Recommender<string, string>.OpenAsync(Path, schema => { }, Items, options))
        {
            await films.LearnAsync("ada", "a", 5);
            await films.LearnAsync("zoe", "a", 3);
            await films.CheckpointAsync();
            fails = true;
            start = films.Health.LogBytes;
            Forgotten forgotten = await films.ForgetUserAsync("ada");
            end = films.Health.LogBytes;
            await films.LearnAsync("ada", "b", 2);
            Assert.Equal(1, forgotten.Ratings);
        }

        Assert.Equal((0, true), (start, end > start));
        string log = System.IO.Path.Combine(Path, Log);
        byte[] bytes = await File.ReadAllBytesAsync(log);
        bytes[(int)(32 + end - 1)] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        RepairReport report = RecommenderFiles.Repair(Path);
        Assert.Equal(1, report.LostBatches);
        await using var repaired = await OpenAsync(Items);
        string[] ratings = await RatingsOfAsync(repaired);
        Assert.Equal(["ada b 2", "zoe a 3"], ratings);
        Assert.Equal(2, repaired.RatingCount);
    }

    [Fact]
    public async Task An_intact_folder_is_not_changed()
    {
        Dictionary<string, byte[]> files = await FilesAsync();
        RepairReport report = RecommenderFiles.Repair(Path);
        Assert.True(report.WasIntact);
        Assert.Null(report.CopyPath);
        Assert.Contains("Nothing was changed", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(files, FolderContent.Read(Path));
        Assert.Equal([Path], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public async Task The_folder_as_it_was_is_in_the_copy_and_copies_are_numbered()
    {
        await FilesAsync();
        for (int copy = 1; copy <= 2; copy++)
        {
            string damaged = Assert.Single(Directory.GetFiles(Path, "log-*"));
            byte[] bytes = await File.ReadAllBytesAsync(damaged);
            bytes[40] ^= 1;
            await File.WriteAllBytesAsync(damaged, bytes);
            Dictionary<string, byte[]> files = FolderContent.Read(Path);

            RepairReport report = RecommenderFiles.Repair(Path + System.IO.Path.DirectorySeparatorChar);

            string path = report.CopyPath!;
            Assert.Equal($"{Path}.damaged-{copy}", path);
            _ = files.Remove("lock");
            Assert.Equal(files, FolderContent.Read(path));
            Assert.Equal([System.IO.Path.GetFileName(damaged)], report.DamagedFiles);
            Assert.Equal((1L, (long)_steps.Count - 1), (report.LostBatches, report.KeptBatches));
            Assert.Contains(path, report.ToString(), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(File.GetUnixFileMode(Path), File.GetUnixFileMode(path));
                foreach (string file in Directory.GetFiles(path))
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                }
            }
        }
    }

    [Fact]
    public async Task An_open_folder_is_refused()
    {
        await using var films = await OpenAsync(Items);
        IOException inUse = Assert.Throws<IOException>(() => RecommenderFiles.Repair(Path));
        Assert.Contains("Close it first", inUse.Message, StringComparison.Ordinal);
        Assert.Equal([Path], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void What_is_no_folder_of_a_recommender_is_refused_by_name()
    {
        DirectoryNotFoundException missing = Assert.Throws<DirectoryNotFoundException>(() => RecommenderFiles.Repair(Path));
        Assert.Contains(Path, missing.Message, StringComparison.Ordinal);
        _ = _folder.With("file", "text");
        InvalidDataException none = Assert.Throws<InvalidDataException>(() => RecommenderFiles.Repair(_folder.Path));
        Assert.Contains(_folder.Path, none.Message, StringComparison.Ordinal);
        Assert.Equal(["file"], FolderContent.Read(_folder.Path).Keys);
        Assert.Throws<ArgumentException>(() => RecommenderFiles.Repair(""));
    }

    // A checkpoint with four items and three ratings of two users, and a log with one batch for each step.
    private async Task<Dictionary<string, byte[]>> FilesAsync()
    {
        await using (var films = await OpenAsync(Items))
        {
            await films.LearnAsync("ada", "a", 5);
            await films.LearnAsync("ada", "b", 1);
            await films.LearnAsync("bob", "a", 2);
            await films.CheckpointAsync();
            foreach (RepairStep step in (RepairStep[])
            [
                RepairStep.Learn("ada", "c", 4),
                RepairStep.Learn("bob", "b", 3),
                RepairStep.Learn("cy", "a", 5),
                RepairStep.Add("e"),
                RepairStep.Learn("cy", "e", 2),
                RepairStep.Learn("ada", "e", 1),
                RepairStep.Learn("dee", "d", 3),
                RepairStep.Add("f"),
                RepairStep.Learn("dee", "f", 4),
                RepairStep.Forget("bob", "b"),
                RepairStep.Learn("cy", "a", 3),
                RepairStep.Pin("ada", "f"),
                RepairStep.Learn("bob", "c", 1),
            ])
            {
                long start = films.Health.LogBytes;
                await step.DoAsync(films);
                _steps.Add(step with { Start = 32 + start, End = 32 + films.Health.LogBytes });
            }
        }

        Dictionary<string, byte[]> files = FolderContent.Read(Path);
        Assert.Equal([Checkpoint, "lock", Log], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_steps[^1].End, files[Log].Length);
        return files;
    }

    private HashSet<int> StepsAt(int from, int to) =>
        [.. Enumerable.Range(0, _steps.Count).Where(step => _steps[step].Start < to && _steps[step].End > from)];

    private async Task<RepairReport> AssertSalvagedAsync(string file, byte[] bytes, HashSet<int> lost, bool isCheckpointLost) =>
        await AssertSalvagedAsync(FolderContent.Read(Path), file, bytes, lost, isCheckpointLost);

    private async Task<RepairReport> AssertSalvagedAsync(
        Dictionary<string, byte[]> files, string file, byte[] bytes, HashSet<int> lost, bool isCheckpointLost)
    {
        string path = System.IO.Path.Combine(_folder.Path, "damaged");
        FolderContent.Write(path, files);
        await File.WriteAllBytesAsync(System.IO.Path.Combine(path, file), bytes);
        string[] salvaged = RepairStep.Ratings(_steps, lost, isCheckpointLost, areKeysKept: false, out bool isPinned);
        bool opens = true;
        try
        {
            await using var opened = await Recommender<string, string>.OpenAsync(path, schema => { }, Items, Film.Quiet);
            Assert.Equal(salvaged, await RatingsOfAsync(opened));
            Assert.True(lost.Count > 0 && lost.Max() == _steps.Count - 1 && lost.Count == _steps.Count - lost.Min(), "Lost in the middle.");
        }
        catch (InvalidDataException refused)
        {
            opens = false;
            Assert.Contains($"'{(isCheckpointLost ? Checkpoint : file)}'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("RecommenderFiles.Repair", refused.Message, StringComparison.Ordinal);
        }

        RepairReport report = RecommenderFiles.Repair(path);
        Assert.Equal(opens, report.WasIntact);
        Assert.Equal(isCheckpointLost, report.IsCheckpointLost);
        salvaged = RepairStep.Ratings(_steps, lost, isCheckpointLost, report.AreKeysKept, out isPinned);
        for (int opening = 0; opening < 2; opening++)
        {
            // Newcomers get the ids whose keys are lost.
            await using var repaired = await Recommender<string, string>.OpenAsync(path, schema => { }, [.. Items, "g", "h"], Film.Quiet);
            string[] newcomers = opening == 0 ? [] : ["mallory a 1", "trudy g 2"];
            string[] expected = [.. salvaged.Concat(newcomers).Order(StringComparer.Ordinal)];
            Assert.Equal(expected, await RatingsOfAsync(repaired));
            Assert.Equal(salvaged.Length + newcomers.Length, repaired.RatingCount);
            Assert.Equal(isPinned ? 1 : 0, repaired.ControlsOf("ada").Count);
            Assert.True(!isPinned || repaired.Recommend("ada", 1)[0].Item == "f");
            await repaired.LearnAsync("mallory", "a", 1);
            await repaired.LearnAsync("trudy", "g", 2);
        }

        Directory.Delete(path, recursive: true);
        if (report.CopyPath is { } copy)
        {
            Directory.Delete(copy, recursive: true);
        }

        return report;
    }

    private Task<Recommender<string, string>> OpenAsync(string[] items) =>
        Recommender<string, string>.OpenAsync(Path, schema => { }, items, Film.Quiet);

    private static async Task<string[]> RatingsOfAsync(Recommender<string, string> films)
    {
        // Only ratings of items in the catalog are told.
        await films.AddItemsAsync(["e", "f"]);
        return
        [
            .. films.Users.SelectMany(user => films.RatingsOf(user).Select(rating => $"{user} {rating.Item} {rating.Value}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
