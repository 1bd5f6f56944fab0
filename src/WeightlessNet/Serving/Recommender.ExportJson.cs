using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>What is stored of a user, for people to read.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>
    /// All that is held of one user as a text that people and programs can read, in JSON: the user's key, the ratings or totals of events
    /// with their times, the controls, and the description. Ratings of items that were removed from the catalog are in it too. Hand it to a
    /// user who asks what is stored; <see cref="ExportUser"/> is for another recommender.
    /// </summary>
    /// <param name="user">The user; may be unknown, and then all lists are empty.</param>
    /// <returns>
    /// An object with "user"; "ratings" or, with <see cref="RecommenderOptions{TUser}.Events"/>, "events"; "controls"; and "description".
    /// Keys are their stored texts. An entry of ratings and events has the item's key, its name, whether it is in the catalog, the value,
    /// and the time in UTC, null if unknown. They are in the order of times. An entry of the description has the field's name and a word or
    /// a number. docs/serving.md describes each member.
    /// </returns>
    /// <remarks>Thread-safe. Changes that another thread makes meanwhile may be in it or not.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public string ExportUserAsJson(TUser user)
    {
        int id = IdOf(user);
        JsonText json = new();
        json.BeginObject();
        json.Write("user", _users.TextOf(user));
        json.BeginList(_options.Events is null ? "ratings" : "events");
        RatedItem[] rated = _models is { } models && id != Unknown ? models.Pair.Ratings.Export(id).Ratings.ToArray() : [];
        foreach (RatedItem one in rated.OrderBy(static one => one.Timestamp).ThenBy(static one => one.Item))
        {
            json.BeginObject();
            WriteItem(json, one.Item);
            if (_options.Events is { } events)
            {
                json.Write("total", events.AmountOf(one.Value));
            }
            else
            {
                json.Write("rating", one.Value);
            }

            json.Write("time", TimeOf(one.Timestamp)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.End();
        }

        json.End();
        json.BeginList("controls");
        foreach (TuningControl control in _models?.ControlsOf(id) ?? [])
        {
            Write(json, control);
        }

        json.End();
        json.BeginList("description");
        foreach (UserValue value in DescriptionOf(id).Values)
        {
            json.BeginObject();
            json.Write("field", value.Field);
            if (value.Number is double number)
            {
                json.Write("number", number);
            }
            else
            {
                json.Write("word", value.Word);
            }

            json.End();
        }

        json.End();
        json.End();
        return json.ToString();
    }

    private void Write(JsonText json, TuningControl control)
    {
        json.BeginObject();
        json.Write("kind", control.Kind.ToString());
        if (control.Item is int item)
        {
            WriteItem(json, item);
        }

        if (control.Field is { } field)
        {
            json.Write("field", field);
        }

        if (control.Conditions.Count > 0)
        {
            json.BeginList("conditions");
            foreach (TuningCondition condition in control.Conditions)
            {
                json.BeginObject();
                json.Write("field", condition.Field);
                json.Write(condition.IsNegated ? "isNot" : "is", condition.Value);
                json.End();
            }

            json.End();
        }

        if (control.Kind is TuningKind.Boost or TuningKind.BoostByLevel)
        {
            json.Write("amount", control.Amount);
        }

        json.End();
    }

    private void WriteItem(JsonText json, int item)
    {
        json.Write("item", _items.TextOf(item));
        json.Write("name", NameOf(item));
        json.Write("isInCatalog", _items.IsAvailable(item));
    }
}
