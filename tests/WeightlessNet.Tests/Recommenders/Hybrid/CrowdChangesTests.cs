using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>A crowd with changes is the crowd of a recommender that learned and forgot the same.</summary>
public sealed class CrowdChangesTests
{
    private const int Users = 5;

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void Changes_in_any_grouping_give_the_crowd_of_the_recommender_to_the_byte(World world)
    {
        HybridRecommender fitted = HybridWorld.Taught(world, []);
        fitted.Fit(world.Ratings);
        AssertFollows(world, fitted, static recommender => CrowdModel.From(recommender));
        foreach (WeightlessOptions options in world.Options)
        {
            AssertFollows(world, world.Taught(options, world.Ratings), static recommender => CrowdModel.From(recommender));
        }
    }

    [Fact]
    public void What_is_learned_and_forgotten_leaves_nothing()
    {
        WeightlessRecommender recommender = Films();
        PersonalRatings none = recommender.Export(0);
        recommender.Learn(new Rating(0, 1, 4));
        PersonalRatings one = recommender.Export(0);
        CrowdChanges changes = new(RatingScale.HalfStars);
        changes.Replace(none, one);
        Assert.False(changes.IsEmpty);

        CrowdChanges both = new(RatingScale.HalfStars);
        both.Add(changes);
        both.Replace(one, null);

        Assert.True(both.IsEmpty);
        var crowd = CrowdModel.From(recommender);
        Assert.Same(crowd, crowd.With(both));
        changes.Add(changes);
        Assert.Equal((2, 2), ((int)changes.Items[1].Count, (int)changes.Users.Count));
    }

    [Fact]
    public void What_is_taken_away_again_leaves_what_was_before()
    {
        WeightlessRecommender recommender = Films();
        PersonalRatings none = recommender.Export(0);
        recommender.Learn(new Rating(0, 1, 4));
        recommender.Learn(new Rating(0, 2, 1.5f));
        PersonalRatings two = recommender.Export(0);
        recommender.Learn(new Rating(0, 2, 5));
        PersonalRatings replaced = recommender.Export(0);
        CrowdChanges first = new(RatingScale.HalfStars);
        first.Replace(none, two);
        CrowdChanges second = new(RatingScale.HalfStars);
        second.Replace(two, replaced);
        Assert.Equal((2, 1), (first.ChangedRatings, second.ChangedRatings));
        Assert.Equal(0, new CrowdChanges(RatingScale.HalfStars).ChangedRatings);

        byte[] before = SnapshotCase.Save(first);
        first.Add(second);
        Assert.NotEqual(before, SnapshotCase.Save(first));
        first.Subtract(second);
        Assert.Equal(before, SnapshotCase.Save(first));
        first.Subtract(first);
        Assert.True(first.IsEmpty);
        Assert.Throws<ArgumentNullException>("other", () => first.Subtract(null!));
        Assert.Throws<ArgumentException>("other", () => first.Subtract(new CrowdChanges(RatingScale.Stars)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        WeightlessRecommender recommender = Films();
        var crowd = CrowdModel.From(recommender);
        recommender.Learn(new Rating(0, 1, 4));
        PersonalRatings one = recommender.Export(0);
        CrowdChanges taken = new(RatingScale.HalfStars);
        taken.Replace(one, null);

        Assert.Throws<ArgumentException>(() => crowd.With(taken));
        Assert.Equal(SnapshotCase.Save(CrowdModel.From(Films())), SnapshotCase.Save(CrowdModel.From(recommender).With(taken)));
        CrowdChanges stars = new(RatingScale.Stars);
        Assert.Throws<ArgumentException>(() => crowd.With(stars));
        Assert.Throws<ArgumentException>(() => stars.Add(taken));
        Assert.Throws<ArgumentException>(() => stars.Replace(one, null));
        Assert.Throws<ArgumentException>(() => stars.Replace(null, one));
        Assert.Throws<ArgumentNullException>(() => stars.Add(null!));
        Assert.Throws<ArgumentNullException>(() => crowd.With(null!));
        Assert.Throws<ArgumentException>(() => new CrowdChanges(default));

        WeightlessRecommender more = new(
            World.CatalogOf([.. Enumerable.Repeat((Array.Empty<string>(), (double?)1), 9)]), RatingScale.HalfStars);
        more.Learn(new Rating(0, 8, 4));
        CrowdChanges beyond = new(RatingScale.HalfStars);
        beyond.Replace(null, more.Export(0));
        Assert.Throws<ArgumentException>(() => crowd.With(beyond));
    }

    [Fact]
    public void Ratings_are_handed_to_a_crowd_that_knows_others()
    {
        WeightlessRecommender recommender = Films();
        recommender.Learn(new Rating(0, 1, 4));
        var crowd = CrowdModel.From(recommender);
        PersonalRatings known = recommender.Export(0);
        recommender.Learn(new Rating(0, 2, 1));
        PersonalRatings present = recommender.Export(0);

        Assert.Throws<ArgumentException>(() => new PersonalModel(crowd, present));
        PersonalModel model = new(crowd, present.KnownAs(known));

        Assert.Equal(recommender.Predict(0, 3), model.Predict(3));
        Assert.Equal(known.Ratings.ToArray(), model.Export().Known.ToArray());
        PersonalModel unknown = new(CrowdModel.From(Films()), present.KnownAs(null));
        Assert.Equal(recommender.Predict(0, 3), unknown.Predict(3));
        Assert.Throws<ArgumentException>(() => present.KnownAs(new WeightlessRecommender(FilmCatalog(), RatingScale.Stars).Export(0)));
    }

    // Five users learn and forget. Three processes collect the changes of a user each, or of all users as they come.
    private static void AssertFollows<T>(World world, T recommender, Func<T, CrowdModel> crowdOf)
        where T : IPortableRecommender
    {
        SplitMix64 random = new(world.Seed);
        CrowdModel crowd = crowdOf(recommender);
        CrowdChanges[] ofUsers = [.. Enumerable.Range(0, 3).Select(_ => new CrowdChanges(recommender.Scale))];
        CrowdChanges[] ofAll = [.. Enumerable.Range(0, 3).Select(_ => new CrowdChanges(recommender.Scale))];
        for (int change = 0; change < 40; change++)
        {
            int user = random.Next(Users);
            PersonalRatings before = recommender.Export(user);
            if (random.Next(3) == 0)
            {
                recommender.Forget(user, random.Next(world.Items));
            }
            else
            {
                recommender.Learn(new Rating(user, random.Next(world.Items), world.RandomValue(ref random), random.Next(30)));
            }

            PersonalRatings after = recommender.Export(user);
            ofUsers[user % 3].Replace(before, after);
            ofAll[random.Next(3)].Replace(before, after);
        }

        byte[] expected = SnapshotCase.Save(crowdOf(recommender));
        Assert.Equal(expected, SnapshotCase.Save(crowd.With(ofUsers[1]).With(ofUsers[2]).With(ofUsers[0])));
        CrowdChanges all = new(recommender.Scale);
        all.Add(ofAll[2]);
        all.Add(ofAll[0]);
        all.Add(ofAll[1]);
        Assert.Equal(expected, SnapshotCase.Save(crowd.With(all)));
        CrowdModel changed = crowd.With(all);
        Assert.Equal(expected, SnapshotCase.Save(changed));
        PersonalRatings own = recommender.Export(0);
        (PersonalModel model, PersonalModel copied) = (new(changed, own), new(crowdOf(recommender), own));
        Assert.All(Enumerable.Range(0, world.Items), item =>
        {
            Assert.Equal(recommender.Predict(0, item), model.Predict(item));
            Assert.Equal(copied.Explain(item).Score, model.Explain(item).Score);
        });
    }

    private static ItemCatalog FilmCatalog() => World.CatalogOf([.. Enumerable.Repeat((Array.Empty<string>(), (double?)1), 5)]);

    private static WeightlessRecommender Films() => new(FilmCatalog(), RatingScale.HalfStars);
}
