using Microsoft.Extensions.Configuration.Memory;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Serving;

namespace ShopSample;

/// <summary>
/// A shop's interface for its pages: customers click and buy, and get lists with reasons. What they did is stored before a request is
/// answered, in the folder that the setting "data" names.
/// </summary>
internal static class ShopApp
{
    private const int MostPicks = 50;

    /// <summary>Assembles the application.</summary>
    /// <param name="args">The command line: <c>--data DIR</c>, <c>--urls URL</c>, and all other settings of ASP.NET.</param>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        Assortment assortment = new();
        builder.Services.AddProblemDetails();

        // Not eight lines for each request. First of all sources, so that every other one can change it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")],
        });

        // The program itself says in one line why it cannot start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddWeightlessNet().AddRecommender<string, Product>(
            builder.Configuration["data"] ?? Path.Combine(AppContext.BaseDirectory, "shop.data"),
            schema => schema.Key(product => product.Sku).Name(product => product.Name)
                .Word("category", product => product.Category).Word("brand", product => product.Brand)
                .LogNumber("price", product => product.Price, levels: 4).Tags("tag", product => product.Tags),
            _ => assortment.Products,
            new() { Events = new(), WriteReason = Feedback.Write });
        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();

        // Opened now: damaged files show at the start, not at the first request.
        var recommender = app.Services.GetRequiredService<Recommender<string, Product>>();

        app.MapPost("/customers/{customer}/clicks/{sku}", async (string customer, string sku) =>
        {
            if (!recommender.TryGetItem(sku, out Product? product))
            {
                return Results.NotFound();
            }

            await Feedback.ClickAsync(recommender, customer, product);
            return Results.NoContent();
        });
        app.MapPost("/customers/{customer}/purchases/{sku}", async (string customer, string sku) =>
        {
            if (!recommender.TryGetItem(sku, out Product? product))
            {
                return Results.NotFound();
            }

            if (!assortment.TryTake(product))
            {
                return Results.Problem($"{product.Name} is out of stock.", statusCode: StatusCodes.Status409Conflict);
            }

            try
            {
                await Feedback.BuyAsync(recommender, customer, product);
            }
            catch
            {
                assortment.PutBack(product);
                throw;
            }

            return Results.NoContent();
        });

        // What the customer has clicked or bought is left out, and so is what nobody can buy now.
        app.MapGet("/customers/{customer}/picks", (string customer, int count = 3) => count is < 1 or > MostPicks
            ? Results.Problem($"The count must be 1 to {MostPicks}.", statusCode: StatusCodes.Status400BadRequest)
            : Results.Ok(recommender.Recommend(customer, count, assortment.IsInStock)
                .Select(pick => new Pick(pick.Item.Sku, pick.Item.Name, pick.Item.Price, pick.Why))));
        app.MapGet("/products/{sku}/similar", (string sku) => recommender.TryGetItem(sku, out Product? product)
            ? Results.Ok(recommender.SimilarItems(product, 3, assortment.IsInStock)
                .Select(other => new Pick(other.Item.Sku, other.Item.Name, other.Item.Price, other.Why)))
            : Results.NotFound());
        app.MapDelete("/customers/{customer}", async (string customer) =>
        {
            await recommender.ForgetUserAsync(customer);
            return Results.NoContent();
        });
        return app;
    }
}
