using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class LikedListTests
{
    private static readonly Film[] Films = Film.Some(300);

    [Fact]
    public async Task Each_liked_item_has_a_list_of_items_like_it_and_no_item_is_in_two()
    {
        await using var films = await LearnedAsync();
        IReadOnlyList<LikedList<Film>> lists = films.RecommendByLikes("u0", 4, 6);
        Assert.Equal(4, lists.Count);
        Film[] rated = [.. films.RatingsOf("u0").Select(one => one.Item)];
        Assert.All(lists, list => Assert.Equal(6, list.Items.Count));
        Film[] all = [.. lists.SelectMany(list => list.Items).Select(one => one.Item)];
        Assert.Equal(all.Distinct(), all);
        Assert.Empty(all.Intersect(rated));

        // The highest ratings first, the latest of equal ones first.
        ItemRating<Film>[] expected = [.. films.RatingsOf("u0").OrderByDescending(one => one.Value).ThenByDescending(one => one.Time)];
        Assert.Equal(expected.Take(4).Select(one => (one.Item, one.Value)), lists.Select(list => (list.Liked, list.Rating)));

        // The first list has the best for the user of the 20 that are most like the liked film.
        Film[] similar = [.. films.SimilarItems(lists[0].Liked, 20, film => !rated.Contains(film)).Select(one => one.Item)];
        Assert.Equal(
            films.Recommend("u0", 6, similar.Contains).Select(one => (one.Item, one.Score)),
            lists[0].Items.Select(one => (one.Item, one.Score)));
    }

    [Fact]
    public async Task Reasons_of_a_list_say_what_an_item_has_in_common_with_the_liked_one()
    {
        await using var films = await LearnedAsync();
        await films.PinAsync("u0", Films[299]);
        for (int pass = 0; pass < 2; pass++)
        {
            IReadOnlyList<LikedList<Film>> lists = films.RecommendByLikes("u0", 5, 8);
            Assert.Equal(5, lists.Count);
            foreach (LikedList<Film> list in lists)
            {
                SimilarItem<Film>[] similar = [.. films.SimilarItems(list.Liked, Films.Length)];
                Assert.All(list.Items, one =>
                {
                    Assert.Equal(list.Liked.Title, one.Reason.ItemName);
                    SimilarItem<Film> same = Assert.Single(similar, other => other.Item == one.Item);
                    Assert.Equal((same.Reason, same.Why), (one.Reason, one.Why));

                    // The explanation is still that of the score.
                    Assert.Equal(films.Explain("u0", one.Item).Score, one.Explanation.Score);
                });
            }

            await films.TrainAsync();
        }
    }

    [Fact]
    public async Task Filters_controls_and_removed_items_hold_in_every_list()
    {
        await using var films = await LearnedAsync();
        Film banned = films.RecommendByLikes("u1", 1, 1)[0].Items[0].Item;
        await films.BanAsync("u1", banned);
        Film liked = films.RecommendByLikes("u1", 1, 1)[0].Liked;
        Film left = films.RecommendByLikes("u1", 3, 5)[0].Items[0].Item;
        IReadOnlyList<LikedList<Film>> lists = films.RecommendByLikes("u1", 3, 5, film => film.Year > 1970, [left]);
        Assert.Equal(3, lists.Count);
        Film[] listed = [.. lists.SelectMany(list => list.Items).Select(one => one.Item)];
        Assert.All(listed, film => Assert.True(film.Year > 1970 && film != banned && film != left));
        films.RemoveItem(liked);
        Assert.DoesNotContain(liked, films.RecommendByLikes("u1", 50, 2).Select(list => list.Liked));
        Assert.DoesNotContain(liked, films.RecommendByLikes("u0", 50, 5).SelectMany(list => list.Items).Select(one => one.Item));
    }

    [Fact]
    public async Task What_a_user_has_hidden_heads_no_list()
    {
        await using var films = await LearnedAsync();
        Film[] liked = [.. films.RecommendByLikes("u0", 10, 3).Select(list => list.Liked)];
        await films.BanAsync("u0", liked[0]);
        string muted = liked[1].Genres[0];
        await films.TuneAsync("u0", TuningControl.Mute("genre", muted));
        await films.TuneAsync("u0", TuningControl.Mute("genre", muted));

        IReadOnlyList<LikedList<Film>> left = films.RecommendByLikes("u0", 10, 3);
        Assert.DoesNotContain(left, list => list.Liked == liked[0] || list.Liked.Genres.Contains(muted));
        Film[] expected = [.. liked.Where(film => film != liked[0] && !film.Genres.Contains(muted))];
        Assert.Equal(expected, liked.Intersect(left.Select(list => list.Liked)));

        // A second mute of the same value was none, so one call takes it back.
        Assert.True(await films.UnbanAsync("u0", liked[0]));
        Assert.True(await films.UntuneAsync("u0", TuningControl.Mute("genre", muted)));
        Assert.Empty(films.ControlsOf("u0"));
        Assert.Equal(liked, films.RecommendByLikes("u0", 10, 3).Select(list => list.Liked));
    }

    [Fact]
    public async Task Users_without_likes_get_no_lists_and_wrong_numbers_are_refused()
    {
        await using var films = await LearnedAsync();
        await films.LearnAsync("grumpy", Films[0], 1);
        Assert.Empty(films.RecommendByLikes("grumpy", 3, 5));
        Assert.Empty(films.RecommendByLikes("nobody", 3, 5));
        Assert.Empty(films.RecommendByLikes("u0", 0, 5));
        Assert.Empty(films.RecommendByLikes("u0", 3, 0));
        Assert.Empty(films.RecommendByLikes("u0", 3, 5, _ => false));
        Assert.Throws<ArgumentOutOfRangeException>("lists", () => films.RecommendByLikes("u0", -1, 5));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => films.RecommendByLikes("u0", 1, -5));
        Assert.Throws<ArgumentNullException>("user", () => films.RecommendByLikes(null!, 1, 5));

        // As many as have something in common with it.
        LikedList<Film>[] one = [.. films.RecommendByLikes("u0", 1, 1000)];
        Assert.InRange(one[0].Items.Count, 50, Films.Length);
    }

    [Fact]
    public async Task Likes_whose_lists_come_out_empty_are_not_tried_without_end()
    {
        int asked = 0;
        RecommenderOptions<string> options = new()
        {
            Training = TrainingRule.OnDemand,
            Decorate = inner => new ListingNothing(inner, () => asked++),
        };
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, options);
        await films.LearnAsync([.. Films.Take(200).Select(film => new UserRating<string, Film>("ada", film, 5))]);
        Assert.Empty(films.RecommendByLikes("ada", 2, 5));

        // 28 likes are tried, each among the 20, 80 and 320 most similar items.
        Assert.InRange(asked, 28, 28 * 3);
    }

    [Fact]
    public async Task Items_are_similar_by_audience_by_features_or_by_both()
    {
        await using var films = await LearnedAsync();
        Assert.Empty(films.SimilarItems(Films[0], 5, by: SimilarityKind.Audience));
        await films.TrainAsync();
        IReadOnlyList<SimilarItem<Film>> audience = films.SimilarItems(Films[0], 5, by: SimilarityKind.Audience);
        IReadOnlyList<SimilarItem<Film>> features = films.SimilarItems(Films[0], 5, by: SimilarityKind.Features);
        Assert.All(audience, one => Assert.Equal(["audience"], one.Parts.Select(part => part.Name)));
        Assert.All(features, one => Assert.DoesNotContain("audience", one.Parts.Select(part => part.Name)));
        Assert.Equal(1, audience[0].Similarity, 0.5);
        Assert.Equal(5, features.Count);
        Assert.Contains(
            films.SimilarItems(Films[0], 5), one => one.Parts.Select(part => part.Name).Contains("audience") && one.Parts.Count > 1);
        Assert.Throws<ArgumentOutOfRangeException>("by", () => films.SimilarItems(Films[0], 5, null, (SimilarityKind)9));
    }

    private static async Task<Recommender<string, Film>> LearnedAsync()
    {
        var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 60, 40, 3));
        return films;
    }

    private sealed class ListingNothing(ICounterfactualRecommender inner, Action asked) : DelegatingRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
        {
            asked();
            return 0;
        }
    }
}
