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
}
