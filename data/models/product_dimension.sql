-- One row per product: the name shown (with the id where two share it) and its
-- category.
with name_count as (
    select
        name,
        count(*) as product_count
    from products
    group by all
)

select
    products.product_id,
    coalesce(products.category, '(none)') as product_category,
    case
        when name_count.product_count > 1
            then products.name || ' (' || products.product_id || ')'
        else products.name
    end as product
from products
join name_count on products.name = name_count.name
