using WeightlessNet.Serving;

namespace WeightlessNet.Scenarios;

/// <summary>Faults that scenarios have found, each in its shortest form.</summary>
public sealed class DoorTests : IDisposable
{
    private static readonly Film[] Films = [.. Enumerable.Range(0, Film.FirstCount).Select(number => Film.Of(number))];
    private readonly TemporaryFolder _folder = new();

    private Setting Setting => new() { Path = Path.Combine(_folder.Path, "films.data") };

    public void Dispose() => _folder.Dispose();

    [DiskFact]
    public async Task A_user_whose_first_rating_cannot_be_stored_is_not_known()
    {
        using var disk = SmallDisk.In(_folder.Path);
        await using IDoor door = await Doors.OpenAsync(Setting with { Path = Path.Combine(disk.Path, "films.data") }, Films);
        disk.Fill();
        int user = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; user < 1000; user++)
            {
                await door.DoAsync(new Step(StepKind.Learn, user, 1, Rating: 4));
            }
        });
        Assert.Equal(Enumerable.Range(0, user), door.Users);
        Assert.Equal(-1, door.UserId(user));

        disk.MakeRoom();
        await door.DoAsync(new Step(StepKind.Learn, user, 1, Rating: 4));
        Assert.Equal(Enumerable.Range(0, user + 1), door.Users);
    }

    [Fact]
    public async Task A_film_that_changes_while_a_list_is_made_is_in_it_only_if_it_is_allowed_now()
    {
        await using IDoor door = await Doors.OpenAsync(Setting, Films);
        var old = Films.First(film => film.Year < 1990 && Film.Of(film.Number, 60).Year >= 1990);
        bool hasChanged = false;
        IReadOnlyList<Suggestion<Film>> list = door.Recommend(1, 100, film =>
        {
            bool isAllowed = film.Year < 1990;
            if (film.Number == old.Number && !hasChanged)
            {
                hasChanged = true;
                door.DoAsync(new Step(StepKind.Update, Film: old.Number, Edition: 60)).Wait();
            }

            return isAllowed;
        });
        Assert.True(hasChanged);
        Assert.All(list, one => Assert.True(one.Item.Year < 1990));
    }

    [Fact]
    public async Task The_words_of_the_first_films_have_bits_after_a_restart()
    {
        await using (IDoor door = await Doors.OpenAsync(Setting, []))
        {
            await ((Recommender<string, Film>)door.Recommender).AddItemsAsync(Films);
        }

        // So it is too after a kill in the middle of the first opening: a log with films, and no checkpoint.
        await using IDoor opened = await Doors.OpenAsync(Setting, Films);
        foreach (string genre in Film.AllGenres)
        {
            await opened.DoAsync(new Step(StepKind.Mute, 1, Wish: new Wish(StepKind.Mute, genre, -1)));
        }

        Assert.Empty(opened.Recommend(1, 100));
    }

    [Fact]
    public async Task Forgetting_a_user_again_waits_until_the_user_is_gone_from_the_disk()
    {
        await using IDoor door = await Doors.OpenAsync(Setting, Films);
        for (int user = 0; user < 20; user++)
        {
            await door.DoAsync(new Step(StepKind.Learn, user, 1, Rating: 4));
            _ = await door.ForgetUserAsync(user);
            Forgotten again = await door.ForgetUserAsync(user);
            Assert.Equal(0, again.Ratings);
            await again.Erased.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.False(Checks.IsInFiles(Setting.Path, door.KeyTextOf(user)));
        }
    }

    [Fact]
    public async Task Forgetting_a_user_again_after_a_restart_waits_until_the_user_is_gone_from_the_disk()
    {
        string key;
        await using (IDoor door = await Doors.OpenAsync(Setting, Films))
        {
            key = door.KeyTextOf(1);
            await door.DoAsync(new Step(StepKind.Learn, 1, 1, Rating: 4));
            _ = await door.ForgetUserAsync(1);
        }

        await using IDoor opened = await Doors.OpenAsync(Setting, Films);
        await (await opened.ForgetUserAsync(1)).Erased.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(Checks.IsInFiles(Setting.Path, key));
    }
}
