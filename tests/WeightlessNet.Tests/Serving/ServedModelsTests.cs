using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Tests.Serving;

public sealed class ServedModelsTests
{
    private static readonly Dictionary<int, UserDescription> Undescribed = [];

    [Fact]
    public void Controls_use_what_was_changed_before_a_change_failed()
    {
        Film[] films = Film.Some(5);
        ItemSchema<Film> schema = new();
        Film.Schema(schema);
        var models = ServedModels<Film>.Create(schema, films, Film.Quiet, Undescribed);
        models.SetControls(0, [TuningControl.Boost("genre", "War", 1)]);
        Film war = films[1] with { Genres = ["War"] };
        Assert.Empty(models.Tuned.Explain(0, 1).ByControl);

        Assert.Throws<ArgumentException>(() => models.Change([(1, models.Encode(war)), (5, models.Encode(war)), (2, new ulong[9])]));
        models.RefreshControls();

        Assert.Equal(6, models.Pair.ItemCount);
        Assert.Single(models.Tuned.Explain(0, 1).ByControl);
        Assert.Single(models.Tuned.Explain(0, 5).ByControl);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void An_item_of_the_log_that_one_model_knows_already_is_added_to_the_other(int moreInRatings, int moreInLists)
    {
        Film[] films = Film.Some(8);
        ItemSchema<Film> schema = new();
        Film.Schema(schema);
        var models = ServedModels<Film>.Create(schema, films[..5], Film.Quiet, Undescribed);
        ulong[] Of(int film) => models.Encode(films[film]);
        for (int more = 0; more < moreInRatings; more++)
        {
            models.Pair.Ratings.AddItem(Of(5 + more));
        }

        for (int more = 0; more < moreInLists; more++)
        {
            models.Pair.Lists.AddItem(Of(5 + more));
        }

        models.Change([(5, Of(5)), (6, Of(6)), (7, Of(7))]);

        Assert.Equal((8, 8), (models.Pair.Ratings.ItemCount, models.Pair.Lists.ItemCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_item_whose_bits_one_model_lacks_is_changed_in_both(bool ratingsHaveThem)
    {
        Film[] films = Film.Some(5);
        ItemSchema<Film> schema = new();
        Film.Schema(schema);
        var models = ServedModels<Film>.Create(schema, films, Film.Quiet, Undescribed);
        (int, ulong[])[] present = [.. films.Select((film, id) => (id, models.Encode(film)))];
        Assert.Empty(models.ChangesOf(present));
        ulong[] bits = models.Encode(films[1] with { Genres = ["War"] });
        if (ratingsHaveThem)
        {
            models.Pair.Ratings.UpdateItem(1, bits);
        }
        else
        {
            models.Pair.Lists.UpdateItem(1, bits);
        }

        Assert.Equal(1, Assert.Single(models.ChangesOf(present)).Item);
        Assert.Equal(1, Assert.Single(models.ChangesOf([(1, bits)])).Item);
    }
}
