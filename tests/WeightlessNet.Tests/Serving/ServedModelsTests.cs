using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Tests.Serving;

public sealed class ServedModelsTests
{
    [Fact]
    public void Controls_use_what_was_changed_before_a_change_failed()
    {
        Film[] films = Film.Some(5);
        ItemSchema<Film> schema = new();
        Film.Schema(schema);
        var models = ServedModels<Film>.Create(schema, films, Film.Quiet);
        models.SetControls(0, [TuningControl.Boost("genre", "War", 1)]);
        Film war = films[1] with { Genres = ["War"] };
        Assert.Empty(models.Tuned.Explain(0, 1).ByControl);

        Assert.Throws<ArgumentException>(() => models.Change([(1, models.Encode(war)), (5, models.Encode(war)), (2, new ulong[9])]));
        models.RefreshControls();

        Assert.Equal(6, models.Pair.ItemCount);
        Assert.Single(models.Tuned.Explain(0, 1).ByControl);
        Assert.Single(models.Tuned.Explain(0, 5).ByControl);
    }
}
