using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>What a repair takes from a checkpoint whose end is lost, and what is left without it.</summary>
public sealed class KeysOfLostCheckpointTests : IDisposable
{
    private static readonly string[] Items = ["a", "b"];
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "items.data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Whole_keys_are_kept_wherever_the_file_is_cut_behind_them(int users)
    {
        const int keyLength = 1000;
        await using (var films = await OpenAsync())
        {
            for (int user = 0; user < users; user++)
            {
                await films.LearnAsync(new string((char)('a' + user), keyLength), "a", 5);
            }

            await films.CheckpointAsync();
        }

        // Scale and mark; keys of items and of users; checksum. Nine users need a second section.
        int payload = 12 + 1 + 1 + (2 * 3) + 2 + (users * (1 + 2 + (2 * keyLength))) + 4;
        int end = 32 + (4 * (1 + (payload / 16_384))) + payload;
        string file = Assert.Single(Directory.GetFiles(Folder, "checkpoint-*"));
        byte[] whole = await File.ReadAllBytesAsync(file);
        foreach ((int length, bool isKept) in ((int, bool)[])[(end - 1, false), (end, true), (end + 1, true), (whole.Length - 1, true)])
        {
            string copy = Path.Combine(_folder.Path, $"copy{length}");
            FolderContent.Write(copy, FolderContent.Read(Folder));
            await File.WriteAllBytesAsync(Path.Combine(copy, Path.GetFileName(file)), whole[..length]);
            Assert.Equal((length, isKept), (length, RecommenderFiles.Repair(copy).AreKeysKept));
        }
    }

    [Fact]
    public async Task A_log_without_items_opens_with_the_controls_of_the_users_that_it_names()
    {
        TuningControl mute = TuningControl.Mute("genre", "War");
        Film[] films = Film.Some(20);
        bool isFull = false;
        KeyFormat<string> keys = new(key => isFull ? throw new IOException() : key, text => text);
        void Schema(ItemSchema<Film> schema) => schema.Key(film => film.Id, keys).Tags("genre", film => film.Genres);
        await using (var opened = await Recommender<string, Film>.OpenAsync(Folder, Schema, films, Film.Quiet))
        {
            // The items are in the checkpoint, the users in the log, because no other checkpoint can be written.
            isFull = true;
            await opened.TuneAsync("ada", mute);
            await opened.LearnAsync("ada", films[1], 4);
            await opened.TuneAsync("bob", mute);
            await opened.ForgetUserAsync("bob");
        }

        isFull = false;
        File.Delete(Assert.Single(Directory.GetFiles(Folder, "checkpoint-*")));
        Assert.True(RecommenderFiles.Repair(Folder).IsCheckpointLost);
        for (int opening = 0; opening < 2; opening++)
        {
            await using var repaired = await Recommender<string, Film>.OpenAsync(Folder, Schema, films, Film.Quiet);
            Assert.Equal(["ada"], repaired.Users);
            Assert.Equal([mute], repaired.ControlsOf("ada"));
            Assert.Equal(0, repaired.RatingCount);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ids_of_users_that_were_forgotten_before_are_not_given_again(bool hasUsers)
    {
        int last;
        await using (var films = await OpenAsync())
        {
            foreach (string user in (string[])["ada", "bob", "cy"])
            {
                await films.LearnAsync(user, "a", 3);
            }

            Assert.True(films.TryGetUserId("cy", out last));
            foreach (string user in (string[])[.. hasUsers ? [] : (string[])["ada"], "bob", "cy"])
            {
                await films.ForgetUserAsync(user);
            }

            await films.CheckpointAsync();
        }

        // The second repair reads the first one's log.
        await DamageAsync("checkpoint-*", static length => length - 1);
        Assert.True(RecommenderFiles.Repair(Folder).AreKeysKept);
        await DamageAsync("log-*", static _ => 40);
        Assert.Equal(1, RecommenderFiles.Repair(Folder).LostBatches);
        await using var repaired = await OpenAsync();
        await repaired.LearnAsync("dee", "b", 4);
        Assert.True(repaired.TryGetUserId("dee", out int id));
        Assert.Equal(last + 1, id);
        Assert.Equal(hasUsers ? ["ada", "dee"] : ["dee"], repaired.Users);
    }

    private async Task DamageAsync(string files, Func<int, int> at)
    {
        string file = Assert.Single(Directory.GetFiles(Folder, files));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[at(bytes.Length)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    private Task<Recommender<string, string>> OpenAsync() =>
        Recommender<string, string>.OpenAsync(Folder, schema => { }, Items, Film.Quiet);
}
