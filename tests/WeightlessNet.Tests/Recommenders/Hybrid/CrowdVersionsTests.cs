using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>A crowd takes over a training and new items as a recommender does.</summary>
public sealed class CrowdVersionsTests
{
    private const int Items = 70;

    [Fact]
    public void A_training_is_taken_over_by_a_crowd_with_other_sums_to_the_byte()
    {
        HybridRecommender recommender = Taught();
        var before = CrowdModel.From(recommender);
        recommender.Refit();
        var trained = CrowdModel.From(recommender);
        Assert.NotEqual(SnapshotCase.Save(before), SnapshotCase.Save(trained));

        // Sums without a training, and a training with other sums.
        CrowdModel stored = CrowdModel.From(new HybridRecommender(recommender.CopyCatalog(), recommender.Scale)).TrainedAs(trained);
        Assert.Equal(SnapshotCase.Save(trained), SnapshotCase.Save(before.TrainedAs(stored)));
        Assert.Equal(SnapshotCase.Save(before), SnapshotCase.Save(trained.TrainedAs(before)));
        Assert.Equal(new PersonalModel(trained).Predict(3), new PersonalModel(before.TrainedAs(stored)).Predict(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Added_and_changed_items_are_those_of_the_recommender_to_the_byte(bool isTrained)
    {
        HybridRecommender recommender = Taught();
        if (isTrained)
        {
            recommender.Refit();
        }

        recommender.RemoveItem(4);
        recommender.RemoveItem(5);
        var crowd = CrowdModel.From(recommender);
        byte[] present = SnapshotCase.Save(crowd);
        ItemCatalog more = Catalog(Items + 3);
        List<(int Item, ReadOnlyMemory<ulong> Pattern)> items =
        [
            .. Enumerable.Range(Items, 3).Select(item => (item, (ReadOnlyMemory<ulong>)more.PatternOf(item).ToArray())),
            (4, more.PatternOf(9).ToArray()),
            (Items + 1, more.PatternOf(2).ToArray()),
        ];
        foreach ((int item, ReadOnlyMemory<ulong> pattern) in items)
        {
            if (item == recommender.ItemCount)
            {
                recommender.AddItem(pattern.Span);
            }
            else
            {
                recommender.UpdateItem(item, pattern.Span);
            }
        }

        CrowdModel changed = crowd.WithItems(items);
        Assert.Equal(SnapshotCase.Save(CrowdModel.From(recommender)), SnapshotCase.Save(changed));
        Assert.Equal(present, SnapshotCase.Save(crowd));
        PersonalModel model = new(changed);
        for (int item = 0; item < changed.ItemCount; item++)
        {
            Assert.Equal(recommender.Predict(999, item), model.Predict(item));
        }

        // Central models and the bits of the audience lack the last items, in a file too.
        CrowdModel loaded = Snapshot.Load<CrowdModel>(new MemoryStream(SnapshotCase.Save(changed)));
        Assert.Equal(SnapshotCase.Save(changed), SnapshotCase.Save(loaded));
        Assert.Equal(SnapshotCase.Save(changed), SnapshotCase.Save(changed.TrainedAs(crowd)));
        Assert.Equal([5], changed.RemovedItems);
        recommender.RemoveItem(7);
        Assert.Equal(SnapshotCase.Save(CrowdModel.From(recommender)), SnapshotCase.Save(changed.WithoutItems([7, 5])));
        Assert.Same(changed, changed.WithoutItems([5]));
        Assert.Same(crowd, crowd.WithItems([]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        CrowdModel crowd = Of(Items, RatingScale.HalfStars);
        Assert.Contains("scale", Refused(Of(Items, RatingScale.Stars)), StringComparison.Ordinal);
        Assert.Contains("items", Refused(Of(Items + 1, RatingScale.HalfStars)), StringComparison.Ordinal);
        CrowdModel weightless = CrowdModel.From(new WeightlessRecommender(Catalog(Items), RatingScale.HalfStars));
        Assert.Contains("options", Refused(weightless), StringComparison.Ordinal);
        Assert.Contains("fields", Refused(CrowdModel.From(new HybridRecommender(
            World.CatalogOf([.. Enumerable.Range(0, Items).Select(item => (new[] { $"other {item % 5}" }, (double?)1))]),
            RatingScale.HalfStars))), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => crowd.TrainedAs(null!));
        Assert.Throws<ArgumentNullException>(() => crowd.WithItems(null!));
        Assert.Throws<ArgumentNullException>(() => crowd.WithoutItems(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => crowd.WithoutItems([Items]));
        ulong[] pattern = crowd.Catalog.PatternOf(0).ToArray();
        Assert.Throws<ArgumentException>(() => crowd.WithItems([(Items + 1, pattern)]));
        Assert.Throws<ArgumentException>(() => crowd.WithItems([(-1, pattern)]));
        Assert.Throws<ArgumentException>(() => crowd.WithItems([(0, (ulong[])[.. pattern, 0])]));

        string Refused(CrowdModel other) => Assert.Throws<ArgumentException>(() => crowd.TrainedAs(other)).Message;
    }

    [Fact]
    public void Changes_tell_how_many_items_they_need()
    {
        CrowdChanges changes = new(RatingScale.HalfStars);
        Assert.Equal(0, changes.ItemBound);
        HybridRecommender recommender = Taught();
        changes.Replace(null, recommender.Export(0));
        Assert.Equal(recommender.Export(0).Ratings[^1].Item + 1, changes.ItemBound);
    }

    private static CrowdModel Of(int items, RatingScale scale) => CrowdModel.From(new HybridRecommender(Catalog(items), scale));

    private static HybridRecommender Taught()
    {
        HybridRecommender recommender = new(Catalog(Items), RatingScale.HalfStars);
        Random random = new(3);
        for (int i = 0; i < 1200; i++)
        {
            recommender.Learn(new Rating(random.Next(40), random.Next(Items), 0.5f * (1 + random.Next(10)), random.Next(1000)));
        }

        return recommender;
    }

    private static ItemCatalog Catalog(int items) => World.CatalogOf(
        [.. Enumerable.Range(0, items).Select(item => (new[] { $"word {item % 5}" }, (double?)(item % 9)))]);
}
